import { bus, ourEvents, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { type HandlerArgs, handlerArgs } from "../infra/functions.ts";
import { rule } from "../infra/rule.ts";
import { schedule } from "../infra/schedule.ts";
import { executionsOf, stateMachine, wakeTasksOf } from "../infra/state-machine.ts";
import {
  keepPickLists,
  moveOrders,
  moveStock,
  orders,
  putViews,
  queryUnfinished,
  sweepOrders,
} from "../infra/tables.ts";
import { workQueue } from "../infra/work-queue.ts";

const MACHINE = "OrderSagaMachine";

/** By their task tokens, for whoever ends what an execution waits for. */
export const wakeSaga = wakeTasksOf(MACHINE);

/** One function per step of the saga. */
function step(name: string, file: string, args: Omit<HandlerArgs, "handler">): sst.aws.Function {
  return new sst.aws.Function(
    name,
    handlerArgs(file, { handler: `packages/functions/src/orders/saga/${file}`, timeoutSeconds: 30, ...args }),
  );
}

/** Steps that only move the order's record. */
const onRecord = { link: [orders], permissions: [moveOrders] };
/** Steps that move the stock too. */
const onStock = { link: [orders], permissions: [moveStock] };
/** Steps that ask the carrier, whose answers the sandbox keeps in Postgres. */
const withCarrier = { link: [orders, appDatabase], permissions: [moveOrders], inVpc: true };
/** Steps that ask the payment gateway: what they try is recorded in Postgres first, with its events. */
const withGateway = {
  link: [orders, appDatabase, bus],
  permissions: [moveOrders, publishEvents],
  inVpc: true,
};

/** Steps that ask how an imaging order's wait for studies stands. */
const withStudies = { link: [orders, appDatabase], permissions: [moveOrders], inVpc: true };
/** The step that gives studies back: Postgres writes the events that say so. */
const givingStudiesBack = {
  link: [orders, appDatabase, bus],
  permissions: [moveOrders, publishEvents],
  inVpc: true,
};
/** The step that registers for studies, and wakes itself when they are there already. */
const whileWaiting = {
  link: [orders, appDatabase, bus],
  permissions: [moveOrders, publishEvents, wakeSaga],
  inVpc: true,
};

const machine = stateMachine(MACHINE, {
  definition: "stacks/order-saga.asl.json",
  steps: {
    ReserveInventory: step("ReserveInventory", "reserve-inventory", onStock),
    AwaitStudy: step("AwaitStudy", "await-study", whileWaiting),
    CheckStudies: step("CheckStudies", "check-studies", withStudies),
    ProcessPayment: step("ProcessPayment", "process-payment", withGateway),
    ShipOrder: step("ShipOrder", "ship-order", withCarrier),
    CapturePayment: step("CapturePayment", "capture-payment", withGateway),
    ReleaseShipment: step("ReleaseShipment", "release-shipment", withCarrier),
    CompleteOrder: step("CompleteOrder", "complete-order", onStock),
    CancelShipment: step("CancelShipment", "cancel-shipment", withCarrier),
    RefundPayment: step("RefundPayment", "refund-payment", withGateway),
    ReleaseInventory: step("ReleaseInventory", "release-inventory", onStock),
    ReleaseStudies: step("ReleaseStudies", "release-studies", givingStudiesBack),
    FailOrder: step("FailOrder", "fail-order", onRecord),
    FlagForReview: step("FlagForReview", "flag-for-review", onRecord),
  },
});

export const startSaga = { actions: ["states:StartExecution"], resources: [machine.arn] };
export const describeSaga = { actions: ["states:DescribeExecution"], resources: [executionsOf(machine)] };
export const orderSaga = new sst.Linkable("OrderSaga", { properties: { arn: machine.arn } });

/** order.created → this queue → one execution per order and attempt. */
const orderCreated = workQueue("OrderCreated", {
  consumerName: "on-order-created",
  consumer: {
    handler: "packages/functions/src/orders/on-order-created",
    link: [orderSaga],
    permissions: [startSaga],
    timeoutSeconds: 30,
  },
  batchSize: 10,
  maximumConcurrency: 10,
  maximumAgeSeconds: 300,
});

rule("OrderCreated", { ...ourEvents(["accession.orders"], ["order.created"]), to: orderCreated });

/** study.unmatched → this queue → a person looks at an order that was fulfilled by the study. */
const unmatched = workQueue("StudyUnmatched", {
  consumerName: "on-study-unmatched",
  consumer: {
    handler: "packages/functions/src/orders/on-study-unmatched",
    link: [orders],
    permissions: [moveOrders],
    timeoutSeconds: 30,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 300,
});

rule("StudyUnmatched", { ...ourEvents(["accession.studies"], ["study.unmatched"]), to: unmatched });

/** How a payment stands → this queue → the order's view of it. */
const paymentNews = workQueue("PaymentNews", {
  consumerName: "on-payment-news",
  consumer: {
    handler: "packages/functions/src/orders/on-payment-news",
    link: [orders],
    permissions: [putViews],
    timeoutSeconds: 30,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 900,
});

rule("PaymentNews", {
  ...ourEvents(
    ["accession.payments"],
    ["payment.processed", "payment.captured", "payment.refunded", "payment.declined"],
  ),
  to: paymentNews,
});

/** Stock is held for an order, or no more → this queue → the warehouse's pick list. */
const stockNews = workQueue("StockNews", {
  consumerName: "on-stock-news",
  consumer: {
    handler: "packages/functions/src/inventory/on-stock-news",
    link: [orders],
    permissions: [keepPickLists],
    timeoutSeconds: 30,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 900,
});

rule("StockNews", {
  ...ourEvents(
    ["accession.inventory", "accession.orders"],
    ["inventory.reserved", "inventory.released", "order.failed", "order.cancelled"],
  ),
  to: stockNews,
});

/** Goes on with orders whose execution died, or never started. */
schedule("SweepStalledOrders", {
  every: "1 minute",
  consumerName: "sweep-stalled-orders",
  consumer: {
    handler: "packages/functions/src/orders/sweep-stalled-orders",
    link: [orders, appDatabase, bus, orderSaga],
    permissions: [sweepOrders, queryUnfinished, publishEvents, wakeSaga, startSaga, describeSaga],
    timeoutSeconds: 50,
    inVpc: true,
    reservedConcurrency: 1,
  },
});
