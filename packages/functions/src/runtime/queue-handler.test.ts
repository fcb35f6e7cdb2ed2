import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

const postpone = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return vi.fn(async () => 0);
});
vi.mock("@accession/aws/sqs/message-visibility", () => ({ sqsMessageVisibility: () => ({ postpone }) }));
vi.mock("@accession/aws/sqs/sqs-client", () => ({ sqsClient: () => ({}) }));

import { lambdaContext } from "../testing/http-event.ts";
import { failed, sqsEvent } from "../testing/sqs-event.ts";
import { queueBatchHandler, queueHandler } from "./queue-handler.ts";

/** Messages that were received once more each than the one before. */
function eventOf(...bodies: string[]) {
  const { Records: records } = sqsEvent(...bodies);
  for (const [index, { attributes }] of records.entries())
    attributes.ApproximateReceiveCount = `${index + 1}`;
  return { Records: records };
}

const schema = z.object({ n: z.number() });

beforeEach(() => postpone.mockClear());

describe("a queue's handler", () => {
  it("answers the messages that failed, and no others", async () => {
    const seen: number[] = [];
    const handler = queueHandler(schema, async ({ body }) => {
      if (body.n === 2) throw new Error("no");
      seen.push(body.n);
    });
    const answer = await handler(eventOf('{"n":1}', '{"n":2}', "{", '{"m":1}', '{"n":5}'), lambdaContext);
    expect(seen).toEqual([1, 5]);
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
      "m1",
      "m2",
      "m3",
    ]);
  });

  it("keeps failed messages out of sight for longer with every try: an outage of ten minutes loses none", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const handler = queueHandler(schema, async () => {
      throw new Error("no");
    });
    await handler(eventOf(...Array(12).fill('{"n":1}')), lambdaContext);
    const [, messages] = postpone.mock.calls[0] as unknown as [string, { seconds: number }[]];
    const seconds = messages.map((message) => message.seconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(seconds[0]).toBeLessThanOrEqual(10);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(900);
    // After the fifth receive the queue gives a message up.
    const untilGivenUp = seconds.slice(0, 4).reduce((sum, pause) => sum + pause, 0);
    expect(untilGivenUp).toBeGreaterThanOrEqual(600);
  });

  it("tries the whole batch again when the consumer itself fails", async () => {
    const handler = queueBatchHandler(schema, async () => {
      throw new Error("no");
    });
    expect((await handler(eventOf('{"n":1}', '{"n":2}'), lambdaContext)).batchItemFailures).toHaveLength(2);
  });

  it("answers all the same when the messages cannot be postponed", async () => {
    postpone.mockRejectedValueOnce(new Error("denied"));
    const handler = queueHandler(schema, async () => {
      throw new Error("no");
    });
    expect(await handler(eventOf('{"n":1}'), lambdaContext)).toEqual(failed("m0"));
  });
});
