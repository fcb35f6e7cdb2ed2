/** Goes on with orders whose run of the saga died, or never started: as the next run, from the order's record. */
import type { SagaWaker, StudyWaits } from "../matching/study-waits.ts";
import { applyCommand, loadOrder } from "./apply-command.ts";
import { lookAtOf } from "./look-at.ts";
import type { Order } from "./order.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";
import type { SagaExecutions } from "./saga-executions.ts";
import type { SagaStarter } from "./saga-starter.ts";
import type { UnfinishedOrder, UnfinishedOrders } from "./unfinished-orders.ts";
import { wakeForCancel } from "./wake-for-cancel.ts";

export interface StalledContext extends OrderContext {
  readonly unfinished: UnfinishedOrders;
  readonly executions: SagaExecutions;
  readonly starter: SagaStarter;
  readonly waits: StudyWaits;
  readonly waker: SagaWaker;
}

/** Those that fail at every look go behind the others, or a few of them would take up every run. */
const AFTER_FAILURE_SECONDS = 300;

/** `running`: it gets on, or waits. `started`: a run goes on with it. `review`: too many runs died. */
export type Look = "running" | "started" | "review" | "ended";

export type SweepCount = Record<Look | "failed", number>;

/**
 * Looks at the orders that are due, or at all that have not ended. One that cannot be looked at does not hold up the
 * others. Two sweepers at a time start one run.
 */
export async function sweepStalledOrders(
  context: StalledContext,
  options: {
    readonly all: boolean;
    readonly atMostPerShard: number;
    readonly onFailure: (order: UnfinishedOrder, error: unknown) => void;
  },
): Promise<SweepCount> {
  const count: SweepCount = { running: 0, started: 0, review: 0, ended: 0, failed: 0 };
  const before = options.all ? undefined : context.clock.now();
  for (const found of await context.unfinished.due(before, options.atMostPerShard)) {
    try {
      count[await lookAtOrder(context, found)] += 1;
    } catch (error) {
      count.failed += 1;
      options.onFailure(found, error);
      await putOff(context, found, options.onFailure);
    }
  }
  return count;
}

/** When this fails as well, the store is away, and the next run comes to it first again. */
async function putOff(
  { unfinished, clock }: StalledContext,
  found: UnfinishedOrder,
  onFailure: (order: UnfinishedOrder, error: unknown) => void,
): Promise<void> {
  try {
    const lookAt = new Date(clock.now().getTime() + AFTER_FAILURE_SECONDS * 1000).toISOString();
    await unfinished.putOff(found, lookAt);
  } catch (error) {
    onFailure(found, error);
  }
}

/** Looks at one order, whether it is due or not. Doing it again starts nothing twice. */
export async function lookAtOrder(
  context: StalledContext,
  found: Pick<UnfinishedOrder, "tenantId" | "orderId">,
): Promise<Look> {
  const [placed] = await context.orders.timeline(found.tenantId, found.orderId);
  if (placed === undefined) return "ended";
  const { tenantId, orderId } = found;
  const target: OrderTarget = { tenantId, orderId, meta: placed.meta };
  const order = await loadOrder(context, target);
  const lookAgain = lookAtOf(order, context.clock.now());
  // The index is a little behind the order.
  if (lookAgain === undefined) return "ended";
  const state = await context.executions.stateOf({ orderId: found.orderId, attempt: order.attempt });
  switch (state) {
    case "running":
      await wakeForCancel(context, order, placed.meta);
      await context.unfinished.postpone(order, lookAgain);
      return "running";
    case "absent":
      // Its start was lost: nothing of this run happened, so it is not counted as another one.
      await start(context, order, target);
      await context.unfinished.postpone(order, lookAgain);
      return "started";
    case "ended":
      return goOn(context, order, target);
  }
}

/** The next run is on the record before it starts: whoever comes second finds it there. */
async function goOn(context: StalledContext, order: Order, target: OrderTarget): Promise<Look> {
  const attempt = order.attempt + 1;
  const applied = await applyCommand(
    context,
    { ...target, attempt },
    { type: "start-attempt", attempt },
    order,
  );
  if (applied.order.progress.status === "NEEDS_REVIEW") return "review";
  if (applied.outcome === "refused") return applied.code === "already-done" ? "running" : "ended";
  await start(context, applied.order, target);
  return "started";
}

async function start(context: StalledContext, order: Order, { meta }: OrderTarget): Promise<void> {
  const { tenantId, orderId } = order.details;
  await context.starter.start({ tenantId, orderId, attempt: order.attempt, meta });
}
