import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, inject, it } from "vitest";
import { s3VersionRemover } from "./s3-version-remover.ts";

const BUCKET = "removing-under-test";
let client: S3Client;
beforeAll(async () => {
  client = new S3Client({
    endpoint: inject("awsEndpoint"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await client.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
  );
});

async function put(key: string) {
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: key }));
  return { bucket: BUCKET, key, versionId: VersionId ?? "" };
}
async function versions(): Promise<readonly string[]> {
  const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
  return [...(Versions ?? []), ...(DeleteMarkers ?? [])].map(({ VersionId }) => VersionId ?? "").toSorted();
}

it("deletes the versions that it is given, whatever their keys, and no other of these keys", async () => {
  const keys = ["a b+c%20d.dcm", "sub/ü-日本.dcm", ...Array.from({ length: 260 }, (_, nth) => `many/${nth}`)];
  const old = await Promise.all(keys.map(put));
  const kept = [await put(keys[0] ?? ""), await put(keys[1] ?? "")];
  expect(await s3VersionRemover(client, BUCKET).remove(old)).toEqual([]);
  expect(await versions()).toEqual(kept.map(({ versionId }) => versionId).toSorted());
  // What is gone already is no failure, and no delete marker is left.
  expect(await s3VersionRemover(client, BUCKET).remove(old)).toEqual([]);
  expect(await versions()).toHaveLength(2);
});

it("leaves another bucket alone, and says so", async () => {
  const foreign = { bucket: "somebody-elses", key: "k", versionId: "v" };
  expect(await s3VersionRemover(client, BUCKET).remove([foreign])).toEqual([foreign]);
});
