import { ObjectGone } from "@accession/core/ingestion/object-reader";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { inspectInstance } from "@accession/dicom/inspect-instance";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { s3ObjectReader } from "./s3-object-reader.ts";
import { s3UploadSigner } from "./s3-upload-signer.ts";

const BUCKET = "objects-under-test";
const bytes = ctStudy({ seed: 1, slices: 1, size: 256 }).instances[0]?.bytes ?? new Uint8Array();

let client: S3Client;
beforeAll(async () => {
  client = new S3Client({
    endpoint: inject("awsEndpoint"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await client.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
  );
});

async function put(key: string, body: Uint8Array): Promise<UploadedObject> {
  const { VersionId, ETag } = await client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ChecksumAlgorithm: "SHA256" }),
  );
  return {
    bucket: BUCKET,
    key,
    versionId: VersionId ?? "null",
    size: body.length,
    etag: ETag?.replaceAll('"', ""),
    sequencer: undefined,
    landedAt: new Date(),
    eventId: "e",
  };
}

describe("reading objects", () => {
  it("reads a header by ranges, whatever the key is", async () => {
    for (const key of ["plain.dcm", "with space+plus%20percent/ü-日本.dcm", "a//b/'\"&<>.dcm"]) {
      const source = s3ObjectReader(client).open(await put(key, bytes));
      const inspection = await inspectInstance(source);
      expect(inspection, key).toMatchObject({ accepted: true, header: { requests: 1, bytesRead: 65_536 } });
    }
  });

  it("reads the version that the event told of, also when it was overwritten", async () => {
    const first = await put("twice.dcm", Buffer.from("first"));
    await put("twice.dcm", Buffer.from("second"));
    const read = await s3ObjectReader(client).open(first).read(1, 100);
    expect(Buffer.from(read).toString()).toBe("irst");
  });

  it("says that a version is gone, so that nobody waits for it", async () => {
    const object = await put("gone.dcm", bytes);
    const reader = s3ObjectReader(client);
    await client.send(
      new DeleteObjectCommand({ Bucket: BUCKET, Key: "gone.dcm", VersionId: object.versionId }),
    );
    await expect(reader.open(object).read(0, 10)).rejects.toThrow(ObjectGone);
    expect(await reader.checksum(object)).toBeUndefined();
  });

  it("calls what may pass unavailable", async () => {
    const nowhere = new S3Client({
      endpoint: "http://127.0.0.1:9",
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    const object = await put("here.dcm", bytes);
    await expect(s3ObjectReader(nowhere).open(object).read(0, 10)).rejects.toMatchObject({
      kind: "unavailable",
    });
  });

  it("asks for the checksum that the store keeps", async () => {
    const reader = s3ObjectReader(client);
    const first = await reader.checksum(await put("one.dcm", bytes));
    const second = await reader.checksum(await put("two.dcm", bytes));
    expect(first).toMatch(/^sha256:/);
    expect(second).toBe(first);
  });
});

describe("presigned uploads", () => {
  it("takes the bytes of any client, under the very key", async () => {
    const key = "tenants/demo/uploads/a b+c%20ü.dcm";
    const url = await s3UploadSigner(client, BUCKET).sign(key, { contentLength: bytes.length, seconds: 60 });
    const answer = await fetch(url, { method: "PUT", body: Buffer.from(bytes) });
    expect(answer.status).toBe(200);
    const versionId = answer.headers.get("x-amz-version-id") ?? "";
    const object = { ...(await put("any", bytes)), key, versionId };
    const read = await s3ObjectReader(client).open(object).read(0, bytes.length);
    expect(Buffer.from(read).equals(bytes)).toBe(true);
  });

  it("demands the announced length and no checksum", async () => {
    const signer = s3UploadSigner(client, BUCKET);
    const url = new URL(await signer.sign("x", { contentLength: 5, seconds: 60 }));
    expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;host");
    expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });
});
