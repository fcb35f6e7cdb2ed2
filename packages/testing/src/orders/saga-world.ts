/** Everything that an order meets, in memory: stores, gateway, carrier and the saga's steps over them. */

import type { GoodsOrderRequest } from "@accession/core/orders/goods-order-request";
import type { ImagingOrderRequest } from "@accession/core/orders/imaging-order-request";
import type { OrderContext, OrderTarget } from "@accession/core/orders/order-context";
import type { OrderRequest } from "@accession/core/orders/order-request";
import { placeOrder } from "@accession/core/orders/place-order";
import { type AwaitContext, awaitStudy } from "@accession/core/orders/saga/await-study";
import { cancelShipment } from "@accession/core/orders/saga/cancel-shipment";
import { captureOrderPayment } from "@accession/core/orders/saga/capture-payment";
import { checkStudies } from "@accession/core/orders/saga/check-studies";
import { completeOrder } from "@accession/core/orders/saga/complete-order";
import { failOrder } from "@accession/core/orders/saga/fail-order";
import { flagForReview } from "@accession/core/orders/saga/flag-for-review";
import { processPayment } from "@accession/core/orders/saga/process-payment";
import { refundPayment } from "@accession/core/orders/saga/refund-payment";
import { releaseInventory } from "@accession/core/orders/saga/release-inventory";
import { releaseShipment } from "@accession/core/orders/saga/release-shipment";
import { releaseStudies } from "@accession/core/orders/saga/release-studies";
import { reserveInventory } from "@accession/core/orders/saga/reserve-inventory";
import { shipOrder } from "@accession/core/orders/saga/ship-order";
import type { SagaInput } from "@accession/core/orders/saga-starter";
import { countedIds } from "../counted-ids.ts";
import { InMemoryInventoryStore } from "../inventory/in-memory-inventory-store.ts";
import { InMemoryStudyWaits } from "../matching/in-memory-study-waits.ts";
import { InMemoryGateway } from "../payments/in-memory-gateway.ts";
import { InMemoryPaymentStore } from "../payments/in-memory-payment-store.ts";
import { RecordingPublisher } from "../recording-publisher.ts";
import { SettableClock } from "../settable-clock.ts";
import { InMemoryCarrier } from "../shipping/in-memory-carrier.ts";
import { goodsRequest, META, TENANT } from "./goods-order.ts";
import { imagingRequest } from "./imaging-order.ts";
import { InMemoryOrderStore } from "./in-memory-order-store.ts";
import { orderSagaDefinition } from "./saga-definition.ts";
import { runSaga, type Step } from "./saga-runner.ts";
import { TaskTokens } from "./task-tokens.ts";

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
    waits: new InMemoryStudyWaits(),
    waker: new TaskTokens(),
  };
  const context = { ...fakes, ids: countedIds(), homeRegion: "eu-central-1" };
  const steps = sagaSteps(context);
  let placed = 0;
  const place = async (request: OrderRequest): Promise<string> => {
    placed += 1;
    const command = { tenantId: TENANT, meta: META, request, requestKey: `key-${placed}` };
    return (await placeOrder(context, command)).order.details.orderId;
  };

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
    place(changes: Partial<GoodsOrderRequest> = {}): Promise<string> {
      return place(goodsRequest(changes));
    },
    placeImaging(changes: Partial<ImagingOrderRequest> = {}): Promise<string> {
      return place(imagingRequest(changes));
    },
    /** Runs the state machine for an order, with its steps or with those that a test put something around. */
    run(orderId: string, attempt = 1, around: Readonly<Record<string, Step>> = steps) {
      const input: SagaInput = { tenantId: TENANT, orderId, attempt, meta: { ...META, actor: "order-saga" } };
      return runSaga(definition, input, around, fakes.waker);
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
  Parameters<typeof shipOrder>[0] &
  AwaitContext;

/** The steps by the names that the state machine gives them, as the functions run them. */
export function sagaSteps(context: StepContext): Record<string, Step> {
  const step =
    (run: (context: StepContext, target: OrderTarget) => Promise<unknown>): Step =>
    (payload) =>
      run(context, payload as SagaInput);
  return {
    ReserveInventory: step(reserveInventory),
    AwaitStudy: (payload) => {
      const { taskToken, ...input } = payload as SagaInput & { readonly taskToken: string };
      return awaitStudy(context, input, taskToken);
    },
    CheckStudies: step(checkStudies),
    ProcessPayment: step(processPayment),
    ShipOrder: step(shipOrder),
    CapturePayment: step(captureOrderPayment),
    ReleaseShipment: step(releaseShipment),
    CompleteOrder: step(completeOrder),
    CancelShipment: step(cancelShipment),
    RefundPayment: step(refundPayment),
    ReleaseInventory: step(releaseInventory),
    ReleaseStudies: step(releaseStudies),
    FailOrder: step(failOrder),
    FlagForReview: (payload) => {
      const { stuck, ...input } = payload as SagaInput & { readonly stuck: { step: string; reason: string } };
      return flagForReview(context, input, stuck);
    },
  };
}
