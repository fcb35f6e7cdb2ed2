/** A person decides about an order in review: it goes on or back as the next run, or is said to have ended. */
import { AppError } from "../errors.ts";
import type { InventoryStore } from "../inventory/inventory-store.ts";
import type { StudyWaits } from "../matching/study-waits.ts";
import { applyCommand, loadOrder } from "./apply-command.ts";
import { closedWaitOf } from "./closed-wait.ts";
import { quantitiesBySku } from "./lines.ts";
import type { Order } from "./order.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";
import type { RefusalCode } from "./refusal.ts";
import type { ResolveRequest, ReviewRequest } from "./review-decision.ts";
import type { SagaStarter } from "./saga-starter.ts";

export interface RestartContext extends OrderContext {
  readonly starter: SagaStarter;
}

export interface ResolveContext extends OrderContext {
  readonly inventory: InventoryStore;
  readonly waits: StudyWaits;
}

export interface Restarted {
  readonly order: Order;
  /** The decision holds, but its run could not be started: the error. The sweeper of stalled orders starts it. */
  readonly unstarted?: unknown;
}

/**
 * Has the order go on from where it stood, as the next run. Throws OrderNotFound and `order.review-…` (409): not in
 * review, or completed before, so that there is nothing to try again.
 */
export function retryOrder(
  context: RestartContext,
  target: OrderTarget,
  { reason }: ReviewRequest,
): Promise<Restarted> {
  return restart(context, target, { type: "retry-review", reason });
}

/**
 * Has the order undone by the next run; what was charged is paid back. Throws OrderNotFound and `order.review-…`
 * (409): not in review, or its goods have left.
 */
export function compensateOrder(
  context: RestartContext,
  target: OrderTarget,
  { reason }: ReviewRequest,
): Promise<Restarted> {
  return restart(context, target, { type: "compensate-review", reason });
}

/**
 * Writes how the order ended, as a person found or settled it. Nothing is asked of gateway or carrier; stock that was
 * held leaves or goes back, and studies of an order that did not complete go back to the worklist. Throws OrderNotFound,
 * `order.review-…` (409), and what the stores throw: the decision holds then, and repeating it does the rest.
 */
export async function resolveOrder(
  context: ResolveContext,
  target: OrderTarget,
  request: ResolveRequest,
): Promise<Order> {
  const before = await loadOrder(context, target);
  if (!isResolvedSo(before, request)) {
    const applied = await applyCommand(context, target, { type: "resolve-review", ...request }, before);
    if (applied.outcome === "refused") throw refusalError(applied.code);
    await settleOwnStores(context, target, applied.order);
    return applied.order;
  }
  await settleOwnStores(context, target, before);
  return before;
}

async function restart(
  context: RestartContext,
  target: OrderTarget,
  command: { readonly type: "retry-review" | "compensate-review"; readonly reason: string },
): Promise<Restarted> {
  const applied = await applyCommand(context, target, command);
  if (applied.outcome === "refused") throw refusalError(applied.code);
  const { order } = applied;
  const { tenantId, orderId } = order.details;
  try {
    await context.starter.start({ tenantId, orderId, attempt: order.attempt, meta: target.meta });
    return { order };
  } catch (unstarted) {
    return { order, unstarted };
  }
}

/** The same decision came before, and its process may have died before the stores followed it. */
function isResolvedSo({ progress, resolution }: Order, { as, reason, note }: ResolveRequest): boolean {
  return progress.status === as.toUpperCase() && resolution?.reason === reason && resolution.note === note;
}

/** Both stores are idempotent: what is done already stays as it is. */
async function settleOwnStores(context: ResolveContext, target: OrderTarget, order: Order): Promise<void> {
  const { details, resolution } = order;
  const { tenantId, orderId } = details;
  if (details.kind === "goods" && resolution?.stock !== undefined) {
    const at = context.clock.now().toISOString();
    const request = { tenantId, orderId, lines: quantitiesBySku(details.lines), at };
    await context.inventory[resolution.stock === "left" ? "fulfil" : "release"](request);
  }
  if (resolution?.studies === "back") {
    await context.waits.close(closedWaitOf(order, target.meta));
  }
}

const TELLING: Partial<Record<RefusalCode, readonly [code: string, message: string]>> = {
  "not-in-review": ["not-needed", "The order does not wait for a person's decision."],
  finished: ["completed-before", "The order was completed before the review: there is nothing to try again."],
  "too-late": ["goods-left", "The goods have left: the order cannot be undone from here."],
  "too-early": ["nothing-done", "Nothing of the order is recorded as done: it cannot have completed."],
};

function refusalError(refusal: RefusalCode): AppError {
  const telling = TELLING[refusal];
  if (telling === undefined) throw new Error(`a decision about an order was refused as ${refusal}`);
  return new AppError("conflict", `order.review-${telling[0]}`, telling[1]);
}
