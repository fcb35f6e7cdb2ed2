import { readFile } from "node:fs/promises";
import {
  type BucketLifecycleConfiguration,
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { enginePolicy } from "./engine-policy.ts";
import { type Family, type Make, pascalCase } from "./kind.ts";

const bucket: Make = async ({ inputs }, { aws }) => {
  await aws.s3.send(new CreateBucketCommand({ Bucket: inputs["bucket"] }));
  const name: string = inputs["bucket"];
  return {
    id: name,
    state: {
      ...inputs,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
    },
  };
};

/** A resource that configures one aspect of a bucket. */
const aspect =
  (put: (inputs: Parameters<Make>[0]["inputs"], world: Parameters<Make>[1]) => Promise<unknown>): Make =>
  async ({ inputs }, world) => {
    await put(inputs, world);
    return { id: inputs["bucket"], state: inputs };
  };

const lifecycleRules = (rules: Record<string, unknown>[]): BucketLifecycleConfiguration["Rules"] =>
  rules.map(({ id, ...rule }) => ({ ID: String(id), ...(pascalCase(rule) as object) })) as never;

export const s3: Family = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketVersioning:BucketVersioning": aspect((inputs, { aws }) =>
    aws.s3.send(
      new PutBucketVersioningCommand({
        Bucket: inputs["bucket"],
        VersioningConfiguration: { Status: inputs["versioningConfiguration"].status },
      }),
    ),
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": aspect(
    (inputs, { aws }) =>
      aws.s3.send(
        new PutBucketEncryptionCommand({
          Bucket: inputs["bucket"],
          ServerSideEncryptionConfiguration: {
            Rules: inputs["rules"].map(
              (rule: {
                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" };
                bucketKeyEnabled: boolean;
              }) => ({
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm,
                },
                BucketKeyEnabled: rule.bucketKeyEnabled,
              }),
            ),
          },
        }),
      ),
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": aspect((inputs, { aws }) =>
    aws.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: inputs["bucket"],
        LifecycleConfiguration: { Rules: lifecycleRules(inputs["rules"]) },
      }),
    ),
  ),
  "aws:s3/bucketNotification:BucketNotification": aspect((inputs, { aws }) =>
    aws.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: inputs["bucket"],
        NotificationConfiguration: inputs["eventbridge"] === true ? { EventBridgeConfiguration: {} } : {},
      }),
    ),
  ),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": aspect((inputs, { aws }) =>
    aws.s3.send(
      new PutBucketCorsCommand({
        Bucket: inputs["bucket"],
        CORSConfiguration: { CORSRules: pascalCase(inputs["corsRules"]) as never },
      }),
    ),
  ),
  "aws:s3/bucketPolicy:BucketPolicy": aspect(async (inputs, { aws }) => {
    const policy = enginePolicy(inputs["policy"]);
    // What is left of the program's own policy may be nothing, and S3 refuses an empty one.
    if (JSON.parse(policy).Statement.length === 0) return;
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket: inputs["bucket"], Policy: policy }));
  }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": aspect((inputs, { aws }) =>
    aws.s3.send(
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
  ),
  /** The archive of a function's code. */
  "aws:s3/bucketObjectv2:BucketObjectv2": async ({ inputs }, { aws }) => {
    const path: string = await (inputs["source"].path ?? inputs["source"]);
    await aws.s3.send(
      new PutObjectCommand({ Bucket: inputs["bucket"], Key: inputs["key"], Body: await readFile(path) }),
    );
    return { id: inputs["key"], state: inputs };
  },
};
