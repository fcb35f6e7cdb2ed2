/** What holds at every moment, looked at whenever it could break. */
import type { ReservationRequest } from "@accession/core/inventory/inventory-store";
import type { Order } from "@accession/core/orders/order";
import type { OrderChange } from "@accession/core/orders/order-store";
import { goodsRequest, TENANT } from "../orders/goods-order.ts";
import type { World } from "./world.ts";

/** Watches the world; what did not hold is added to the answer as it happens. */
export function watch(world: World): string[] {
  const violations: string[] = [];
  const { bus, gateway } = world.parts;
  bus.onMismatch = (id) => violations.push(`the event ${id} was published with two contents`);
  watchOrders(world, violations);
  watchStock(world, violations);
  gateway.onCharge = (reference) => {
    for (const broken of chargeViolations(world, reference)) violations.push(broken);
  };
  return violations;
}

/** By order id, as last written. */
const written = new WeakMap<World, Map<string, Order>>();

export function ordersOf(world: World): ReadonlyMap<string, Order> {
  return written.get(world) ?? new Map();
}

function watchOrders(world: World, violations: string[]): void {
  const { orders } = world.parts;
  const known = new Map<string, Order>();
  written.set(world, known);
  const create = orders.create.bind(orders);
  orders.create = async (change, ...rest) => {
    const result = await create(change, ...rest);
    if (result.outcome === "created") known.set(change.order.details.orderId, change.order);
    return result;
  };
  const save = orders.save.bind(orders);
  orders.save = async (change) => {
    await save(change);
    const { orderId } = change.order.details;
    const before = known.get(orderId)?.progress.status;
    if (change.entry.type === "payment.capture-started" && isPastItsAuthorization(change)) {
      violations.push(`${orderId} was to be charged when its authorization had ended`);
    }
    if (before === "FAILED" || before === "CANCELLED") {
      violations.push(`${orderId} was ${before} and became ${change.order.progress.status}`);
    }
    known.set(orderId, change.order);
  };
}

function isPastItsAuthorization({ order: { progress }, entry }: OrderChange): boolean {
  return progress.status === "CAPTURING" && entry.at >= progress.payment.authorizedUntil;
}

function watchStock(world: World, violations: string[]): void {
  const { inventory } = world.parts;
  const look = async () => {
    for (const { sku } of goodsRequest().lines) {
      const stock = await inventory.get(TENANT, sku);
      if (stock !== undefined && Math.min(stock.available, stock.reserved) < 0) {
        violations.push(`there is less than nothing of ${sku}`);
      }
    }
  };
  for (const name of ["reserve", "release", "fulfil"] as const) {
    const change = inventory[name].bind(inventory) as (request: ReservationRequest) => Promise<unknown>;
    Object.assign(inventory, {
      [name]: async (request: ReservationRequest) => {
        const result = await change(request);
        await look();
        return result;
      },
    });
  }
}

/** Money may be taken of an order that is being charged, or whose charge a person looks into. */
function chargeViolations(world: World, reference: string): readonly string[] {
  const { payments, gateway, studies } = world.parts;
  const payment = [...payments.payments.values()].find(({ paymentId }) => paymentId === reference);
  const order = ordersOf(world).get(payment?.orderId ?? "");
  if (order === undefined) return [`money was taken for no order: ${reference}`];
  const { orderId } = order.details;
  const broken: string[] = [];
  const standing = order.progress.status === "NEEDS_REVIEW" ? order.progress.before : order.progress;
  // A charge that was on its way when a person had the order undone is paid back.
  const paidBack = standing.status === "COMPENSATING" && standing.charged === true;
  if (standing.status !== "CAPTURING" && !paidBack)
    broken.push(`${orderId} was charged while ${standing.status}`);
  if (order.cancelRequested) broken.push(`${orderId} was charged although it was cancelled`);
  const captures = gateway.ledger.get(`${TENANT} ${reference}`)?.captures ?? 0;
  if (captures > 1) broken.push(`${orderId} was charged ${captures} times`);
  if (order.details.kind === "imaging") {
    const lines = studies.waits.statesOf(TENANT, orderId);
    const missing = lines.length === 0 || lines.some((state) => state !== "linked");
    if (missing) broken.push(`${orderId} was charged without its studies: ${lines.join(" ")}`);
  }
  return broken;
}
