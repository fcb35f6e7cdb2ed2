import type { GoodsOrderRequest } from "@accession/core/orders/goods-order-request";
import type { GoodsDetails } from "@accession/core/orders/order";
import type { OrderContext } from "@accession/core/orders/order-context";
import { countedIds } from "../counted-ids.ts";
import { SettableClock } from "../settable-clock.ts";
import { InMemoryOrderStore } from "./in-memory-order-store.ts";

export const TENANT = "01990000-0000-7000-8000-00000000aaaa";
export const OTHER_TENANT = "01990000-0000-7000-8000-00000000bbbb";

export const META = {
  correlationId: "01990000-0000-7000-8000-0000000000c0",
  causationId: "request-1",
  actor: "user-1",
} as const;

/** A request for two articles, which the sandbox gateway approves. */
export function goodsRequest(changes: Partial<GoodsOrderRequest> = {}): GoodsOrderRequest {
  return {
    kind: "goods",
    lines: [
      { sku: "CONTRAST-50ML", quantity: 2, unitPrice: { amount: 1250, currency: "EUR" } },
      { sku: "SYRINGE-10", quantity: 5, unitPrice: { amount: 90, currency: "EUR" } },
    ],
    paymentToken: "tok_approve",
    shipTo: { addressReference: "addr_main" },
    ...changes,
  };
}

export function goodsDetails(changes: Partial<GoodsDetails> = {}): GoodsDetails {
  return {
    ...goodsRequest(),
    tenantId: TENANT,
    orderId: "01990000-0000-7000-8000-000000000001",
    total: { amount: 2950, currency: "EUR" },
    placedAt: "2026-11-21T08:00:00.000Z",
    ...changes,
  };
}

/** A context on fakes, with the fakes at hand. */
export function orderTestContext() {
  const orders = new InMemoryOrderStore();
  const clock = new SettableClock();
  const context: OrderContext = { orders, clock, ids: countedIds(), homeRegion: "eu-central-1" };
  return { ...context, orders, clock };
}
