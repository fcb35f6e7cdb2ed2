import type { OutgoingEvent } from "@accession/core/event-publisher";
import { orderFailed } from "@accession/events/orders/order.failed";
import type { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test, vi } from "vitest";
import { eventBridgePublisher } from "./eventbridge-publisher.ts";

const event = (index: number, correlationId = "c"): OutgoingEvent => ({
  source: orderFailed.source,
  envelope: orderFailed.create({
    id: `01990000-0000-7000-8000-${String(index).padStart(12, "0")}`,
    tenantId: "01990000-0000-7000-8000-00000000aaaa",
    aggregateId: "01990000-0000-7000-8000-00000000bbbb",
    aggregateVersion: 1,
    occurredAt: "2026-11-21T08:00:00.000Z",
    homeRegion: "eu-central-1",
    meta: { correlationId, causationId: "r", actor: "u" },
    data: { kind: "goods", reason: "out-of-stock" },
  }),
});
const events = (count: number) => Array.from({ length: count }, (_, index) => event(index));

/** A bus that answers with what `refuse` says of each entry's id: an error code, or nothing. */
function bus(refuse: (id: string, call: number) => string | undefined = () => undefined) {
  const calls: PutEventsCommand["input"][] = [];
  const send = vi.fn(async ({ input }: PutEventsCommand) => {
    calls.push(input);
    const results = (input.Entries ?? []).map(({ Detail }) => {
      const code = refuse(JSON.parse(Detail ?? "").id, calls.length);
      return code === undefined ? { EventId: "e" } : { ErrorCode: code };
    });
    return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
  });
  const client = { send } as unknown as Parameters<typeof eventBridgePublisher>[0]["client"];
  const publisher = eventBridgePublisher({ client, busName: "bus", delay: async () => undefined });
  return { publisher, calls, send };
}

test("sends the envelope with its source, type and time", async () => {
  const { publisher, calls } = bus();
  const [only] = events(1);
  expect(await publisher.publish(only === undefined ? [] : [only])).toEqual([]);
  expect(calls[0]?.Entries).toEqual([
    {
      EventBusName: "bus",
      Source: "accession.orders",
      DetailType: "order.failed",
      Detail: JSON.stringify(only?.envelope),
      Time: new Date("2026-11-21T08:00:00.000Z"),
    },
  ]);
});

test("sends nothing for nothing, and at most ten at once", async () => {
  const { publisher, calls } = bus();
  await publisher.publish([]);
  expect(calls).toEqual([]);
  await publisher.publish(events(23));
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
});

test("sends again only what was refused, although the call as a whole succeeded", async () => {
  const refused = event(1).envelope.id;
  const { publisher, calls } = bus((id, call) =>
    id === refused && call === 1 ? "ThrottlingException" : undefined,
  );
  expect(await publisher.publish(events(3))).toEqual([]);
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([3, 1]);
});

test("reports what stays refused, with the code, after three tries", async () => {
  const refused = event(1).envelope.id;
  const { publisher, calls } = bus((id) => (id === refused ? "InternalException" : undefined));
  expect(await publisher.publish(events(3))).toEqual([{ id: refused, code: "InternalException" }]);
  expect(calls).toHaveLength(3);
});

test("reports all events of a call that failed as a whole", async () => {
  const { publisher, send } = bus();
  send.mockRejectedValue(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  const failures = await publisher.publish(events(2));
  expect(failures.map(({ code }) => code)).toEqual(["AccessDeniedException", "AccessDeniedException"]);
});

test("does not send an event that is larger than what every hop is sized for", async () => {
  const { publisher, calls } = bus();
  const large: OutgoingEvent = {
    source: "accession.orders",
    envelope: { ...event(1).envelope, data: "x".repeat(32 * 1024) },
  };
  expect(await publisher.publish([large, event(2)])).toEqual([
    { id: event(1).envelope.id, code: "event.too-large" },
  ]);
  expect(calls[0]?.Entries).toHaveLength(1);
});

test("keeps a call below the limit of bytes", async () => {
  const { publisher, calls } = bus();
  const large = Array.from(
    { length: 10 },
    (_, index): OutgoingEvent => ({
      source: "accession.orders",
      envelope: { ...event(index).envelope, data: "x".repeat(31 * 1024) },
    }),
  );
  expect(await publisher.publish(large)).toEqual([]);
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([7, 3]);
});
