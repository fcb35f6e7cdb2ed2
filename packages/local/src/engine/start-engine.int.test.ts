import "../testing/provided.ts";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, inject, it } from "vitest";
import { awsClients } from "../resources/aws-clients.ts";
import { waitUntil } from "./wait-until.ts";

it("tells the version of each object in its event, as AWS does", async () => {
  const { s3, sqs, events } = awsClients(inject("awsEndpoint"));
  const bucket = "engine-versions";
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "engine-versions" }));
  const pattern = JSON.stringify({ source: ["aws.s3"], detail: { bucket: { name: [bucket] } } });
  await events.send(new PutRuleCommand({ Name: "engine-versions", EventPattern: pattern }));
  await events.send(
    new PutTargetsCommand({
      Rule: "engine-versions",
      Targets: [{ Id: "queue", Arn: "arn:aws:sqs:us-east-1:000000000000:engine-versions" }],
    }),
  );

  const put = () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a b+c%ü", Body: "x" }));
  const versions = [(await put()).VersionId, (await put()).VersionId];

  const seen: unknown[] = [];
  await waitUntil("both events", 60_000, async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    seen.push(...Messages.map(({ Body }) => JSON.parse(Body ?? "").detail.object["version-id"]));
    return seen.length >= 2 ? true : undefined;
  });
  expect(seen.sort()).toEqual(versions.sort());
  expect(new Set(versions).size).toBe(2);
});
