import type { DeadLetter } from "@accession/core/operations/dead-letter";
import type { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test, vi } from "vitest";
import { loggedFailures } from "./logged-failures.ts";

const letter: DeadLetter = {
  id: "0d6a5f5e-1111-2222-3333-444455556666",
  sentAt: new Date("2026-11-21T08:00:00Z"),
  receiveCount: 6,
  body: "{}",
  deliveryError: undefined,
  handle: "h",
};
const line = (fields: object) => ({ message: JSON.stringify(fields) });
const failed = (code: string, messageId = letter.id) =>
  line({ message: "message failed", messageId, fault: "ObjectStoreUnavailable", code });

function notes(pages: readonly object[]) {
  const left = [...pages];
  const send = vi.fn(async (_command: FilterLogEventsCommand) => {
    const page = left.shift();
    if (page instanceof Error) throw page;
    return page ?? {};
  });
  const onUnreadable = vi.fn();
  const client = { send } as unknown as Parameters<typeof loggedFailures>[0]["client"];
  const logGroups = new Map([["IngestDeadLetters", "/aws/lambda/x"]]);
  return { send, onUnreadable, notes: loggedFailures({ client, logGroups, onUnreadable }) };
}

test("tells the last failure of the very message, over all pages", async () => {
  const { notes: all, send } = notes([
    {
      events: [{ message: "START RequestId" }, failed("first"), failed("other", "another-id")],
      nextToken: "n",
    },
    { events: [failed("last"), line({ message: "batch ingested" })] },
  ]);
  expect(await all.of("IngestDeadLetters", letter)).toEqual({
    fault: "ObjectStoreUnavailable",
    code: "last",
  });
  expect(send.mock.calls[0]?.[0].input).toMatchObject({
    logGroupName: "/aws/lambda/x",
    filterPattern: `"${letter.id}"`,
    startTime: letter.sentAt.getTime(),
  });
});

test("searches no log for what has none, and for nothing that is no id", async () => {
  const { notes: all, send } = notes([]);
  expect(await all.of("OrderOutboxDeadLetters", letter)).toBeUndefined();
  expect(await all.of("IngestDeadLetters", { ...letter, id: '" || "' })).toBeUndefined();
  expect(send).not.toHaveBeenCalled();
});

test("a log that cannot be read costs the note alone", async () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const { notes: all, onUnreadable } = notes([denied]);
  expect(await all.of("IngestDeadLetters", letter)).toBeUndefined();
  expect(onUnreadable).toHaveBeenCalledWith(denied);
});
