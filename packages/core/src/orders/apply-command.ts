/** Load, decide, save on the version that was loaded; again when someone else was faster. */
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import type { Order } from "./order.ts";
import { orderChange } from "./order-change.ts";
import type { OrderCommand } from "./order-command.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";
import { OrderNotFound, OrderVersionConflict } from "./order-errors.ts";
import type { RefusalCode } from "./refusal.ts";

const ATTEMPTS = 5;

export type Applied =
  | { readonly outcome: "applied"; readonly order: Order }
  | {
      readonly outcome: "refused";
      readonly code: RefusalCode;
      readonly order: Order;
    };

/** The order, or OrderNotFound. */
export async function loadOrder(context: Pick<OrderContext, "orders">, target: OrderTarget): Promise<Order> {
  const order = await context.orders.load(target.tenantId, target.orderId);
  if (order === undefined) throw new OrderNotFound();
  return order;
}

/**
 * Applies a command to the order as it is now. A refusal is an answer, not an error. Throws OrderNotFound, and
 * OrderVersionConflict when others keep being faster. `known` saves the first read when it was just made.
 */
export async function applyCommand(
  context: OrderContext,
  target: OrderTarget,
  command: OrderCommand,
  known?: Order,
): Promise<Applied> {
  let order = known ?? (await loadOrder(context, target));
  for (let attempt = 1; ; attempt++) {
    const decision = decide(command, order);
    if (decision.outcome === "refused") return { ...decision, order };
    const next = evolve(order, decision.event);
    try {
      await context.orders.save(orderChange(context, target, next, decision.event));
      return { outcome: "applied", order: next };
    } catch (error) {
      if (!(error instanceof OrderVersionConflict) || attempt === ATTEMPTS) throw error;
      order = await loadOrder(context, target);
    }
  }
}
