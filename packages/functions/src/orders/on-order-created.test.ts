import { placeOrder } from "@accession/core/orders/place-order";
import type { SagaInput } from "@accession/core/orders/saga-starter";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";
import { failed, sqsEvent } from "../testing/sqs-event.ts";

const start = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return vi.fn(async (_input: SagaInput) => undefined);
});
vi.mock("../runtime/composition-saga.ts", () => ({ sagaStarter: () => ({ start }) }));
vi.mock("@accession/aws/sqs/message-visibility", () => ({
  sqsMessageVisibility: () => ({ postpone: async () => undefined }),
}));

import { handler } from "./on-order-created.ts";

test("starts the first attempt with ids only, caused by the event; a message of another form does not hold it up", async () => {
  const context = orderTestContext();
  await placeOrder(context, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const [created] = context.orders.outbox;
  const answer = await handler(
    sqsEvent({ detail: { type: "order.created" } }, { detail: created?.envelope }),
    lambdaContext,
  );
  expect(answer).toEqual(failed("m0"));
  expect(start.mock.calls).toEqual([
    [
      {
        tenantId: TENANT,
        orderId: created?.envelope.aggregateId,
        attempt: 1,
        meta: { ...META, causationId: created?.envelope.id },
      },
    ],
  ]);
});

test("a start that fails is tried again", async () => {
  const context = orderTestContext();
  await placeOrder(context, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  start.mockRejectedValueOnce(new Error("away"));
  const answer = await handler(sqsEvent({ detail: context.orders.outbox[0]?.envelope }), lambdaContext);
  expect(answer).toEqual(failed("m0"));
});
