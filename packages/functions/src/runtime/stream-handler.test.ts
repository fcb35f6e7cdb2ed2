import type { DynamoDBStreamEvent } from "aws-lambda";
import { expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";
import { type StreamImage, streamHandler } from "./stream-handler.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

const event: DynamoDBStreamEvent = {
  Records: [
    { eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: { pk: { S: "a" }, n: { N: "2" } } } },
    { eventName: "MODIFY", dynamodb: { SequenceNumber: "2", NewImage: { pk: { S: "b" } } } },
    // A TTL deletion.
    { eventName: "REMOVE", dynamodb: { SequenceNumber: "3" } },
  ],
};

test("hands over inserted items as plain objects, and answers what failed", async () => {
  const seen: StreamImage[] = [];
  const handler = streamHandler(async (records) => {
    seen.push(...records);
    return ["1"];
  });
  expect(await handler(event, lambdaContext)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  expect(seen).toEqual([{ sequenceNumber: "1", image: { pk: "a", n: 2 } }]);
});

test("throws no message of somebody else's error: the Lambda service would log it", async () => {
  const handler = streamHandler(() => Promise.reject(new TypeError("the item of Doe^Jane is too long")));
  const thrown: unknown = await handler(event, lambdaContext).catch((error: unknown) => error);
  expect(String(thrown)).toBe("Error: TypeError");
  expect(thrown).not.toHaveProperty("cause");
});
