/** Everything that an order meets, in memory: stores, gateway, carrier and the saga's steps over them. */

import type { GoodsOrderRequest } from "@accession/core/orders/goods-order-request";
import type { OrderContext, OrderTarget } from "@accession/core/orders/order-context";
import { placeOrder } from "@accession/core/orders/place-order";
import { cancelShipment } from "@accession/core/orders/saga/cancel-shipment";
import { captureOrderPayment } from "@accession/core/orders/saga/capture-payment";
import { completeOrder } from "@accession/core/orders/saga/complete-order";
import { failOrder } from "@accession/core/orders/saga/fail-order";
import { flagForReview } from "@accession/core/orders/saga/flag-for-review";
import { processPayment } from "@accession/core/orders/saga/process-payment";
import { refundPayment } from "@accession/core/orders/saga/refund-payment";
import { releaseInventory } from "@accession/core/orders/saga/release-inventory";
import { releaseShipment } from "@accession/core/orders/saga/release-shipment";
import { reserveInventory } from "@accession/core/orders/saga/reserve-inventory";
import { shipOrder } from "@accession/core/orders/saga/ship-order";
import type { SagaInput } from "@accession/core/orders/saga-starter";
import { countedIds } from "../counted-ids.ts";
import { InMemoryInventoryStore } from "../inventory/in-memory-inventory-store.ts";
import { InMemoryGateway } from "../payments/in-memory-gateway.ts";
import { InMemoryPaymentStore } from "../payments/in-memory-payment-store.ts";
import { RecordingPublisher } from "../recording-publisher.ts";
import { SettableClock } from "../settable-clock.ts";
import { InMemoryCarrier } from "../shipping/in-memory-carrier.ts";
import { goodsRequest, META, TENANT } from "./goods-order.ts";
import { InMemoryOrderStore } from "./in-memory-order-store.ts";
import { orderSagaDefinition } from "./saga-definition.ts";
import { runSaga, type Step } from "./saga-runner.ts";

const definition = orderSagaDefinition();

export function sagaWorld() {
  const clock = new SettableClock();
  const payments = new InMemoryPaymentStore();
  const fakes = {
    orders: new InMemoryOrderStore(),
    inventory: new InMemoryInventoryStore(),
    payments,
    outbox: payments,
    gateway: new InMemoryGateway(clock),
    carrier: new InMemoryCarrier(),
    publisher: new RecordingPublisher(),
    clock,
  };
  const context = { ...fakes, ids: countedIds(), homeRegion: "eu-central-1" };
  const steps = sagaSteps(context);
  let placed = 0;

  return {
    ...fakes,
    context,
    steps,
    /** Stock of every article that orders of the builder ask for. */
    async stock(available: number) {
      for (const { sku } of goodsRequest().lines) {
        const count = { id: `count-${sku}`, at: clock.now().toISOString(), actor: "test" };
        await fakes.inventory.set(TENANT, sku, available, 0, count);
      }
    },
    async place(changes: Partial<GoodsOrderRequest> = {}): Promise<string> {
      placed += 1;
      const command = {
        tenantId: TENANT,
        meta: META,
        request: goodsRequest(changes),
        requestKey: `key-${placed}`,
      };
      return (await placeOrder(context, command)).order.details.orderId;
    },
    /** Runs the state machine for an order, with its steps or with those that a test put something around. */
    run(orderId: string, attempt = 1, around: Readonly<Record<string, Step>> = steps) {
      const input: SagaInput = { tenantId: TENANT, orderId, attempt, meta: { ...META, actor: "order-saga" } };
      return runSaga(definition, input, around);
    },
    async progress(orderId: string) {
      const order = await fakes.orders.load(TENANT, orderId);
      if (order === undefined) throw new Error("there is no such order");
      return order.progress;
    },
  };
}

type StepContext = OrderContext &
  Parameters<typeof reserveInventory>[0] &
  Parameters<typeof processPayment>[0] &
  Parameters<typeof shipOrder>[0];

/** The steps by the names that the state machine gives them, as the functions run them. */
export function sagaSteps(context: StepContext): Record<string, Step> {
  const step =
    (run: (context: StepContext, target: OrderTarget) => Promise<unknown>): Step =>
    (payload) =>
      run(context, payload as SagaInput);
  return {
    ReserveInventory: step(reserveInventory),
    ProcessPayment: step(processPayment),
    ShipOrder: step(shipOrder),
    CapturePayment: step(captureOrderPayment),
    ReleaseShipment: step(releaseShipment),
    CompleteOrder: step(completeOrder),
    CancelShipment: step(cancelShipment),
    RefundPayment: step(refundPayment),
    ReleaseInventory: step(releaseInventory),
    FailOrder: step(failOrder),
    FlagForReview: (payload) => {
      const { stuck, ...input } = payload as SagaInput & { readonly stuck: { step: string; reason: string } };
      return flagForReview(context, input, stuck);
    },
  };
}
