import type { ListedVersion } from "@accession/core/operations/reingest";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, inject, it } from "vitest";
import { s3ObjectListing } from "./s3-object-listing.ts";

const BUCKET = "listing-under-test";
const PREFIX = "tenants/demo/uploads/";
const KEYS = ["a b+c%20d.dcm", "plain.dcm", "sub/ü-日本.dcm"].map((name) => PREFIX + name);

let client: S3Client;
const versions: string[] = [];
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
  // Two versions of each, one key that was deleted, and another tenant's.
  for (const key of [...KEYS, ...KEYS, "tenants/other/uploads/x.dcm"]) {
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: Buffer.from("12345") }),
    );
    if (key.startsWith(PREFIX)) versions.push(VersionId ?? "");
  }
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: KEYS[1] }));
});

async function listAll(limit: number): Promise<ListedVersion[]> {
  const listing = s3ObjectListing(client, BUCKET);
  const found: ListedVersion[] = [];
  let cursor: string | undefined;
  do {
    const page = await listing.page(PREFIX, { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

it.each([1, 2, 4, 1000])("lists every version of the tenant once, in pages of %i", async (limit) => {
  const found = await listAll(limit);
  expect(found.map(({ versionId }) => versionId).sort()).toEqual(versions.toSorted());
  expect(new Set(found.map(({ key }) => key))).toEqual(new Set(KEYS));
  expect(found[0]).toMatchObject({ bucket: BUCKET, size: 5, etag: "827ccb0eea8a706c4c34a16891f84e7b" });
});

it.each([
  ["no base64", "%%%"],
  ["no marker", Buffer.from("{}").toString("base64url")],
  ["another tenant's", Buffer.from('["tenants/other/uploads/x.dcm","v"]').toString("base64url")],
])("refuses a cursor that is %s", async (_, cursor) => {
  await expect(s3ObjectListing(client, BUCKET).page(PREFIX, { limit: 1, cursor })).rejects.toMatchObject({
    code: "request.invalid-cursor",
  });
});
