import { placeOrder } from "@accession/core/orders/place-order";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { beforeEach, expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";

const made = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
vi.mock("../runtime/composition-order-outbox.ts", () => ({ orderOutboxContext: () => made.context }));

import { handler } from "./sweep-order-outbox.ts";

let publisher: RecordingPublisher;
const unpublished = vi.fn(async (_olderThan: Date): Promise<readonly Record<string, unknown>[]> => []);
const markPublished = vi.fn(async () => undefined);
const park = vi.fn(async () => undefined);
const parked = vi.fn(async (): Promise<readonly Record<string, unknown>[]> => []);
beforeEach(async () => {
  publisher = new RecordingPublisher();
  made.context = {
    publisher,
    clock: new SettableClock(),
    outbox: { unpublished, markPublished, park, parked },
  };
  const orders = orderTestContext();
  await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const items = orders.orders.outbox.map(({ source, envelope }) => ({
    pk: "p",
    sk: "OUTBOX#00000001",
    source,
    envelope: JSON.stringify(envelope),
  }));
  unpublished.mockResolvedValueOnce(items);
});

test("publishes and marks what is older than five minutes", async () => {
  await handler({}, lambdaContext);
  expect(unpublished).toHaveBeenLastCalledWith(new Date("2026-11-21T07:55:00Z"), 50);
  expect(publisher.published.map(({ envelope }) => envelope.type)).toEqual(["order.created"]);
  expect(markPublished).toHaveBeenLastCalledWith(
    { pk: "p", sk: "OUTBOX#00000001" },
    new Date("2026-11-21T08:00:00Z"),
  );
});

test("fails when something stays unpublished, so that its alarm calls", async () => {
  const [item] = await unpublished(new Date());
  publisher.refused.add(JSON.parse(String(item?.["envelope"])).id);
  unpublished.mockResolvedValueOnce(item === undefined ? [] : [item]);
  await expect(handler({}, lambdaContext)).rejects.toThrow("1 were not swept");
});

test("fails while an item is parked, and tries parked ones again when it is told to", async () => {
  const [item = {}] = await unpublished(new Date());
  parked.mockResolvedValueOnce([item]);
  await expect(handler({}, lambdaContext)).rejects.toThrow("1 were not swept");
  expect(publisher.published).toEqual([]);

  parked.mockResolvedValueOnce([item]);
  await handler({ parked: true }, lambdaContext);
  expect(publisher.published.map(({ envelope }) => envelope.type)).toEqual(["order.created"]);
});
