import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { inspectInstance } from "@accession/dicom/inspect-instance";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { objectReaderContract } from "@accession/testing/ingestion/object-reader.contract";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
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

/** A client whose user may do what the statement says, and nothing else. */
async function clientOf(statement: object): Promise<S3Client> {
  const common = { endpoint: inject("awsEndpoint"), region: "us-east-1" };
  const iam = new IAMClient({ ...common, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const UserName = "reader-of-one-tenant";
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "inline", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return new S3Client({ ...common, credentials, forcePathStyle: true });
}

objectReaderContract("S3", () => ({
  reader: s3ObjectReader(client),
  put,
  delete: async ({ bucket, key, versionId }) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  },
}));

describe("reading objects", () => {
  it("reads a header by ranges, whatever the key is", async () => {
    for (const key of ["plain.dcm", "with space+plus%20percent/ü-日本.dcm", "a//b/'\"&<>.dcm"]) {
      const source = s3ObjectReader(client).open(await put(key, bytes));
      const inspection = await inspectInstance(source);
      expect(inspection, key).toMatchObject({ accepted: true, header: { requests: 1, bytesRead: 65_536 } });
    }
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

  it("is bound by the role: what it may not read is no object that is gone", async () => {
    const [allowed, forbidden] = [
      await put("tenants/demo/a.dcm", bytes),
      await put("tenants/other/a.dcm", bytes),
    ];
    const role = await clientOf({
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: `arn:aws:s3:::${BUCKET}/tenants/demo/*`,
    });
    const reader = s3ObjectReader(role);
    expect((await reader.open(allowed).read(0, 4)).length).toBe(4);
    await expect(reader.open(forbidden).read(0, 4)).rejects.toMatchObject({ kind: "unavailable" });
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
