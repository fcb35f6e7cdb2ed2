import { placeOrder } from "@accession/core/orders/place-order";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { expect, test, vi } from "vitest";
import type { StreamImage } from "../runtime/stream-handler.ts";
import { relayOrderOutbox } from "./relay-order-outbox.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

/** Three orders' events as the stream brings them, and what the relay works with. */
async function stored() {
  const orders = orderTestContext();
  for (const requestKey of ["1", "2", "3"]) {
    await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey });
  }
  const events = orders.orders.outbox;
  const records = events.map(
    ({ source, envelope }, index): StreamImage => ({
      sequenceNumber: `s${index}`,
      image: { pk: `p${index}`, sk: "OUTBOX#00000001", source, envelope: JSON.stringify(envelope) },
    }),
  );
  const publisher = new RecordingPublisher();
  const marked: string[] = [];
  const parked: string[] = [];
  const outbox = {
    markPublished: vi.fn(async (key: { pk: string }) => void marked.push(key.pk)),
    park: vi.fn(async (key: { pk: string }) => void parked.push(key.pk)),
  };
  return {
    events,
    records,
    publisher,
    marked,
    parked,
    outbox,
    context: { publisher, outbox, clock: new SettableClock() },
  };
}

test("publishes the stored envelopes as they are, and marks them", async () => {
  const { context, records, events, publisher, marked } = await stored();
  expect(await relayOrderOutbox(context, records)).toEqual([]);
  expect(publisher.published).toEqual(events);
  expect(marked).toEqual(["p0", "p1", "p2"]);
});

test("reports the record whose event the bus refused, and goes on with the others", async () => {
  const { context, records, events, publisher, marked } = await stored();
  publisher.refused.add(events[1]?.envelope.id ?? "");
  expect(await relayOrderOutbox(context, records)).toEqual(["s1"]);
  expect(marked).toEqual(["p0", "p2"]);
});

test.each([
  ["no envelope", { envelope: undefined }],
  ["an envelope that is not JSON", { envelope: "{" }],
  ["an envelope that is not one", { envelope: "{}" }],
])("puts a record with %s aside, and publishes the others", async (_, image) => {
  const { context, records, publisher, parked } = await stored();
  const [first, ...rest] = records;
  const broken = { sequenceNumber: "s0", image: { ...first?.image, ...image } };
  expect(await relayOrderOutbox(context, [broken, ...rest])).toEqual([]);
  expect(parked).toEqual(["p0"]);
  expect(publisher.published).toHaveLength(2);
});

test("reports a record that it can neither read nor put aside", async () => {
  const { context, records, outbox } = await stored();
  outbox.park.mockRejectedValueOnce(new Error("away"));
  const [first, second] = records.map((record) => ({ ...record, image: { ...record.image, envelope: "{" } }));
  const nameless = { sequenceNumber: "s9", image: { envelope: "{" } };
  expect(
    await relayOrderOutbox(context, [...(first ? [first] : []), ...(second ? [second] : []), nameless]),
  ).toEqual(["s0", "s9"]);
});

test("does not publish again at once what it could not mark", async () => {
  const { context, records, outbox } = await stored();
  outbox.markPublished.mockRejectedValueOnce(new Error("away"));
  expect(await relayOrderOutbox(context, records)).toEqual([]);
});
