import { expect, it } from "vitest";
import { all, only, productionProgram } from "./program-under-test.ts";

const bucket = only("aws:s3/bucket:Bucket");

it("keeps every version", () => {
  const { inputs } = only("aws:s3/bucketVersioning:BucketVersioning");
  expect(inputs).toMatchObject({
    bucket: bucket.inputs["bucket"],
    versioningConfiguration: { status: "Enabled" },
  });
});

it("encrypts with KMS, by a bucket key", () => {
  const [rule] = only(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ).inputs["rules"];
  expect(rule.applyServerSideEncryptionByDefault.sseAlgorithm).toBe("aws:kms");
  expect(rule.bucketKeyEnabled).toBe(true);
});

it("is private, and answers over TLS only", () => {
  expect(only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toMatchObject({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const { Statement: statements } = JSON.parse(only("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]);
  expect(statements).toEqual([
    expect.objectContaining({
      Effect: "Deny",
      Principal: "*",
      Condition: { Bool: { "aws:SecureTransport": ["false"] } },
    }),
  ]);
});

it("moves objects to Glacier Instant Retrieval at 30 days, expires them at 365, aborts uploads after a day", () => {
  const { rules } = only("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
  expect(rules).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
        expiration: { days: 365 },
        noncurrentVersionExpiration: { noncurrentDays: 365 },
        noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "GLACIER_IR" }],
      }),
      expect.objectContaining({ abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
    ]),
  );
});

it("sends its events to EventBridge", () => {
  expect(only("aws:s3/bucketNotification:BucketNotification").inputs).toMatchObject({
    bucket: bucket.inputs["bucket"],
    eventbridge: true,
  });
});

it("is not emptied when a production stage is removed", () => {
  expect(only("aws:s3/bucket:Bucket", productionProgram).inputs["forceDestroy"]).toBe(false);
});

it("tables have a stream, a time to live, point-in-time recovery and encryption, and production protects them", () => {
  const TABLE = "aws:dynamodb/table:Table";
  expect(all(TABLE)).toHaveLength(2);
  for (const { inputs } of all(TABLE)) {
    expect(inputs).toMatchObject({
      streamEnabled: true,
      ttl: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
    });
  }
  for (const { inputs } of all(TABLE, productionProgram))
    expect(inputs["deletionProtectionEnabled"]).toBe(true);
});
