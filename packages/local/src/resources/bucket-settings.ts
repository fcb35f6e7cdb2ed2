import {
  type BucketLifecycleConfiguration,
  type BucketVersioningStatus,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { DeclaredResource } from "../program/resource.ts";
import { enginePolicy } from "./engine-policy.ts";
import { type Family, type Kind, pascalCase, put } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

/** A resource that sets one aspect of a bucket. */
function aspect(
  set: (inputs: Inputs, s3: S3Client) => Promise<unknown>,
  unset: (bucket: { Bucket: string }, s3: S3Client) => Promise<unknown>,
): Kind {
  return put(
    async ({ inputs }, { aws }) => {
      await set(inputs, aws.s3);
      return { id: inputs["bucket"], state: inputs };
    },
    ({ id }, { aws }) => unset({ Bucket: id }, aws.s3),
    ["bucket"],
  );
}

const setVersioning = (bucket: string, status: BucketVersioningStatus, s3: S3Client) =>
  s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }));

const lifecycleRules = (rules: Record<string, unknown>[]): BucketLifecycleConfiguration["Rules"] =>
  rules.map(({ id, ...rule }) => ({ ID: String(id), ...(pascalCase(rule) as object) })) as never;

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault: { readonly sseAlgorithm: "aws:kms" };
  readonly bucketKeyEnabled: boolean;
}
const encryptionRule = (rule: EncryptionRule) => ({
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm },
  BucketKeyEnabled: rule.bucketKeyEnabled,
});

export const bucketSettings: Family = {
  "aws:s3/bucketVersioning:BucketVersioning": aspect(
    (inputs, s3) => setVersioning(inputs["bucket"], inputs["versioningConfiguration"].status, s3),
    ({ Bucket }, s3) => setVersioning(Bucket, "Suspended", s3),
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": aspect(
    (inputs, s3) =>
      s3.send(
        new PutBucketEncryptionCommand({
          Bucket: inputs["bucket"],
          ServerSideEncryptionConfiguration: { Rules: inputs["rules"].map(encryptionRule) },
        }),
      ),
    (bucket, s3) => s3.send(new DeleteBucketEncryptionCommand(bucket)),
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": aspect(
    (inputs, s3) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: inputs["bucket"],
          LifecycleConfiguration: { Rules: lifecycleRules(inputs["rules"]) },
        }),
      ),
    (bucket, s3) => s3.send(new DeleteBucketLifecycleCommand(bucket)),
  ),
  "aws:s3/bucketNotification:BucketNotification": aspect(
    (inputs, s3) =>
      s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: inputs["bucket"],
          NotificationConfiguration: inputs["eventbridge"] === true ? { EventBridgeConfiguration: {} } : {},
        }),
      ),
    (bucket, s3) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ ...bucket, NotificationConfiguration: {} })),
  ),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": aspect(
    (inputs, s3) =>
      s3.send(
        new PutBucketCorsCommand({
          Bucket: inputs["bucket"],
          CORSConfiguration: { CORSRules: pascalCase(inputs["corsRules"]) as never },
        }),
      ),
    (bucket, s3) => s3.send(new DeleteBucketCorsCommand(bucket)),
  ),
  "aws:s3/bucketPolicy:BucketPolicy": aspect(
    async (inputs, s3) => {
      const policy = enginePolicy(inputs["policy"]);
      // What is left of the program's own policy may be nothing, and S3 refuses an empty one.
      if (JSON.parse(policy).Statement.length === 0) return;
      await s3.send(new PutBucketPolicyCommand({ Bucket: inputs["bucket"], Policy: policy }));
    },
    (bucket, s3) => s3.send(new DeleteBucketPolicyCommand(bucket)),
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": aspect(
    (inputs, s3) =>
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: inputs["bucket"],
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: inputs["blockPublicAcls"],
            BlockPublicPolicy: inputs["blockPublicPolicy"],
            IgnorePublicAcls: inputs["ignorePublicAcls"],
            RestrictPublicBuckets: inputs["restrictPublicBuckets"],
          },
        }),
      ),
    (bucket, s3) => s3.send(new DeletePublicAccessBlockCommand(bucket)),
  ),
};
