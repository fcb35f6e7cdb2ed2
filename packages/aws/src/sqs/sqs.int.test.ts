import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { sqsMessageVisibility } from "./message-visibility.ts";
import { sqsQuietHints } from "./sqs-quiet-hints.ts";

let client: SQSClient;
beforeAll(() => {
  client = new SQSClient({
    endpoint: inject("awsEndpoint"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

async function queue(name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = "" } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: "600" } }),
  );
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  return { url, arn: Attributes["QueueArn"] ?? "" };
}

describe("hints", () => {
  it("are left delayed, more than one call takes, and hold ids only", async () => {
    const { url } = await queue("hints");
    const hints = Array.from({ length: 23 }, (_, index) => ({
      tenantId: "t",
      studyId: `s${index}`,
      delaySeconds: index === 0 ? 0 : 900,
    }));
    expect(await sqsQuietHints(client, url).ask(hints)).toEqual([]);
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    expect(Attributes["ApproximateNumberOfMessagesDelayed"]).toBe("22");
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }),
    );
    expect(Messages.map(({ Body = "" }) => JSON.parse(Body))).toEqual([{ tenantId: "t", studyId: "s0" }]);
  });

  it("that cannot be left are counted, and fail nobody", async () => {
    const { url } = await queue("hints");
    const hints = Array.from({ length: 12 }, () => ({ tenantId: "t", studyId: "s", delaySeconds: 1 }));
    expect(await sqsQuietHints(client, `${url}-that-is-not-there`).ask(hints)).toHaveLength(12);
  });
});

describe("visibility", () => {
  it("brings a failed message back when it is said to, not when the queue would", async () => {
    const { url, arn } = await queue("postponed");
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
    const receive = () => client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 10 }));
    const [message] = (await receive()).Messages ?? [];
    const receiptHandle = message?.ReceiptHandle ?? "";
    expect(await sqsMessageVisibility(client).postpone(arn, [{ receiptHandle, seconds: 1 }])).toBe(0);
    expect((await receive()).Messages).toHaveLength(1);
  });
});
