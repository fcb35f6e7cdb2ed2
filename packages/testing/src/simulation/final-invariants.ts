/** What holds after a long quiet time. */

import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { Order } from "@accession/core/orders/order";
import { catalogue } from "@accession/events/catalogue";
import { goodsRequest, TENANT } from "../orders/goods-order.ts";
import { NUMBERS } from "./scenario.ts";
import { ordersOf } from "./step-invariants.ts";
import { ISSUER } from "./study-desk.ts";
import type { Placement, World } from "./world.ts";

export async function finalViolations(world: World): Promise<readonly string[]> {
  const orders = [...ordersOf(world).values()];
  const broken: string[] = [];
  if (orders.length !== world.placements.length) {
    broken.push(`${world.placements.length} requests made ${orders.length} orders`);
  }
  for (const order of orders) {
    broken.push(
      ...moneyViolations(world, order),
      ...endViolations(world, order, await wentOnWithout(world, order)),
    );
  }
  for (const placement of world.placements) broken.push(...cancelViolations(world, placement));
  broken.push(...(await stockViolations(world, orders)), ...studyViolations(world));
  for (const order of orders) broken.push(...(await eventViolations(world, order)));
  return [...broken, ...outboxViolations(world)];
}

function chargeOf({ parts }: World, order: Order) {
  const payment = parts.payments.payments.get(`${TENANT} ${order.details.orderId}`);
  return parts.gateway.ledger.get(`${TENANT} ${payment?.paymentId}`);
}

function moneyViolations(world: World, order: Order): readonly string[] {
  const { orderId } = order.details;
  const { status } = order.progress;
  const charge = chargeOf(world, order);
  const broken: string[] = [];
  if ((charge?.captures ?? 0) > 1) broken.push(`${orderId} was charged twice`);
  if (charge?.status === "captured" && status !== "COMPLETED" && status !== "NEEDS_REVIEW") {
    broken.push(`${orderId} is ${status} and charged`);
  }
  if (charge?.status === "authorized") {
    const ended = charge.authorizedUntil <= world.environment.scheduler.now().toISOString();
    if (status !== "NEEDS_REVIEW" || !ended) broken.push(`${orderId} is ${status} and authorized for ever`);
  }
  return broken;
}

/** The order says that a study was taken away, and a person had it go on all the same. */
async function wentOnWithout({ parts }: World, { details }: Order): Promise<boolean> {
  const timeline = await parts.orders.timeline(TENANT, details.orderId);
  const told = timeline.findIndex(({ facts }) => facts["reason"] === "study-unlinked");
  return told >= 0 && timeline.slice(told).some(({ type }) => type === "order.retried");
}

function endViolations(world: World, order: Order, goesWithout: boolean): readonly string[] {
  const { carrier, inventory, studies } = world.parts;
  const { orderId, kind } = order.details;
  const { status } = order.progress;
  const charge = chargeOf(world, order)?.status;
  const shipment = carrier.shipments.get(`${TENANT} ${orderId}`);
  const reservation = inventory.reservationOf(TENANT, orderId);
  const lines = studies.waits.statesOf(TENANT, orderId);
  const found = `${orderId} is ${status}, its payment ${charge}, shipment ${shipment}, stock ${reservation}, studies ${lines.join(" ")}`;
  switch (status) {
    case "COMPLETED": {
      const goods = kind === "imaging" || (shipment === "released" && reservation === "fulfilled");
      const matched = lines.length > 0 && studies.waits.isComplete(TENANT, orderId);
      const imaging = kind === "goods" || matched || goesWithout;
      return charge === "captured" && goods && imaging ? [] : [found];
    }
    case "FAILED":
    case "CANCELLED": {
      // Nothing, or nothing any more: what was never asked for needs no undoing.
      const money = charge === undefined || ["declined", "voided", "refunded"].includes(charge);
      const parcel = shipment === undefined || shipment === "refused" || shipment === "cancelled";
      const stock = reservation === undefined || reservation === "released";
      const waits = lines.every((state) => state === "expired" || state === "cancelled");
      return money && parcel && stock && waits ? [] : [found];
    }
    case "NEEDS_REVIEW":
      return [];
    default:
      return [`${orderId} stays ${status}`];
  }
}

/** Whoever was told that an order is cancelled is not charged for it. */
function cancelViolations(world: World, { orderId, cancelAccepted }: Placement): readonly string[] {
  const order = ordersOf(world).get(orderId ?? "");
  if (order === undefined || !cancelAccepted) return [];
  const { status } = order.progress;
  const charged = (chargeOf(world, order)?.captures ?? 0) > 0;
  return charged || status === "COMPLETED" ? [`${orderId} was cancelled, and is ${status}`] : [];
}

/** What came in is there, held, or gone with an order. */
async function stockViolations(world: World, orders: readonly Order[]): Promise<readonly string[]> {
  const { inventory } = world.parts;
  const states = orders.map(({ details }) => inventory.reservationOf(TENANT, details.orderId));
  const count = (wanted: string) => states.filter((state) => state === wanted).length;
  const broken: string[] = [];
  for (const { sku, quantity } of goodsRequest().lines) {
    const stock = await inventory.get(TENANT, sku);
    const gone = count("fulfilled") * quantity;
    const held = count("held") * quantity;
    const came = inventory.movedOf(TENANT, sku);
    const right = stock?.reserved === held && stock.available === came - gone - held;
    if (!right)
      broken.push(`of ${sku} ${came} came, ${gone} left, ${held} are held: ${JSON.stringify(stock)}`);
  }
  return broken;
}

/** A study counts for an order that lives or was completed, or is back on the worklist. */
function studyViolations(world: World): readonly string[] {
  return NUMBERS.flatMap((number) => {
    const owner = world.parts.studies.waits.ownerOf(TENANT, number, ISSUER);
    if (owner === undefined) return [];
    const status = ordersOf(world).get(owner)?.progress.status;
    const lost = status === undefined || status === "FAILED" || status === "CANCELLED";
    return lost ? [`the study ${number} is with ${owner}, which is ${status}`] : [];
  });
}

const PUBLISHED = new Set<string>(catalogue.map(({ type }) => type));

/** What a payment's status says was told of it. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  authorized: ["payment.processed"],
  declined: ["payment.declined"],
  captured: ["payment.processed", "payment.captured"],
  "capture-declined": ["payment.processed", "payment.declined"],
  refunded: ["payment.captured", "payment.refunded"],
};

/** What the order's history says was told to others, was: by the order itself, or by its payment. */
async function eventViolations(world: World, order: Order): Promise<readonly string[]> {
  const { orderId } = order.details;
  const taken = [...world.parts.bus.taken.values()].map((text): OutgoingEvent => JSON.parse(text));
  const isTaken = (type: string, about: string, version?: number) =>
    taken.some(
      ({ envelope }) =>
        envelope.type === type &&
        envelope.aggregateId === about &&
        (version === undefined || envelope.aggregateVersion === version),
    );
  const broken: string[] = [];
  const timeline = await world.parts.orders.timeline(TENANT, orderId);
  for (const [place, { type, version }] of timeline.entries()) {
    if (version !== place + 1) broken.push(`${orderId} has no version ${place + 1}`);
    const others = type.startsWith("payment.") || type.startsWith("study.");
    if (!PUBLISHED.has(type) || others || isTaken(type, orderId, version)) continue;
    broken.push(`${type}, version ${version} of ${orderId}, was never published`);
  }
  const payment = world.parts.payments.payments.get(`${TENANT} ${orderId}`);
  const told: readonly string[] = payment === undefined ? [] : (TOLD[payment.status] ?? []);
  for (const type of told) {
    if (!isTaken(type, payment?.paymentId ?? "")) broken.push(`${type} of ${orderId} was never published`);
  }
  return broken;
}

/** What is in an outbox was published as it is there. */
function outboxViolations({ parts }: World): readonly string[] {
  const { orders, payments, studies, bus } = parts;
  return [...orders.outbox, ...payments.events.values(), ...studies.events.values()]
    .filter((event) => bus.taken.get(event.envelope.id) !== JSON.stringify(event))
    .map(({ envelope }) => `${envelope.type} ${envelope.id} was not published as it is stored`);
}
