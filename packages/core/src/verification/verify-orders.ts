/** Orders against everything that they set in motion, and what was set in motion against its orders. */
import { forEachAtMost } from "../ingestion/for-each-at-most.ts";
import { quantitiesBySku } from "../orders/lines.ts";
import type { ExecutionState, SagaExecutions } from "../orders/saga-executions.ts";
import type { Finding } from "./judge-index.ts";
import { judgeCharge, judgeReservations, judgeRun, judgeStudies, needsRun } from "./judge-order.ts";
import { judgeAuthorization, judgeBooks, judgeOwner } from "./judge-payment.ts";
import type { Law, Violation } from "./law.ts";
import type {
  GatewayBooks,
  ListedOrder,
  ListedPayment,
  OrderReading,
  PaymentReading,
  ProcedureReading,
  UnpublishedEvent,
} from "./order-reading.ts";
import { PortionBuilder } from "./portion-builder.ts";
import { inScope, type Scope } from "./verification.ts";
import { idCursor, type Stage } from "./walk-tenants.ts";

export interface OrdersContext {
  readonly orders: OrderReading;
  readonly executions: SagaExecutions;
  readonly payments: PaymentReading;
  readonly procedures: ProcedureReading;
  /** Absent when the gateway's books cannot be read. */
  readonly books?: GatewayBooks;
}

/** Executions that are asked for at a time. */
const AT_MOST = 8;

export function orderStages(context: OrdersContext): readonly Stage[] {
  return [ordersStage(context), paymentsStage(context), proceduresStage(context), eventsStage(context)];
}

function ordersStage(context: OrdersContext): Stage {
  return {
    name: "orders",
    async portion(tenant, scope, after) {
      const { rows, cursor } = await context.orders.orders(tenant.id, idCursor(after));
      const due = rows.filter(({ order }) => inScope(scope, new Date(order.details.placedAt)));
      const found = new PortionBuilder();
      for (const { order } of due) {
        found.count(`orders ${order.progress.status}`);
        found.checked("order-events-published", order.version);
      }
      const findings = await judgeOrders(context, tenant.id, due, scope, found);
      found.report(await settled(context.orders, tenant.id, scope, findings));
      return found.end(cursor);
    },
  };
}

async function judgeOrders(
  context: OrdersContext,
  tenantId: string,
  listed: readonly ListedOrder[],
  { asOf }: Scope,
  found: PortionBuilder,
): Promise<readonly OrderFinding[]> {
  const imaging = idsOf(listed, "imaging");
  const names = listed.flatMap(({ order: { details } }) =>
    details.kind === "goods"
      ? quantitiesBySku(details.lines).map(({ sku }) => ({ orderId: details.orderId, sku }))
      : [],
  );
  const [runs, lines, reservations, payments] = await Promise.all([
    runsOf(context.executions, listed),
    context.procedures.ofOrders(tenantId, imaging),
    context.orders.reservations(tenantId, names),
    context.payments.ofOrders(
      tenantId,
      listed.map(({ order }) => order.details.orderId),
    ),
  ]);
  found.checked("order-goes-on", listed.length);
  found.checked("order-has-studies", imaging.length);
  found.checked("order-has-stock", listed.length - imaging.length);
  found.checked("order-has-payment", listed.length);
  return listed.flatMap((each) => {
    const { orderId } = each.order.details;
    return [
      judgeRun(each, runs.get(orderId), asOf),
      judgeStudies(each.order, lines.get(orderId) ?? [], asOf),
      judgeReservations(each.order, reservations),
      judgeCharge(each.order, payments.get(orderId)),
    ]
      .filter((finding) => finding !== undefined)
      .map((finding) => ({ orderId, version: each.order.version, finding }));
  });
}

const idsOf = (listed: readonly ListedOrder[], kind: "imaging" | "goods"): string[] =>
  listed.filter(({ order }) => order.details.kind === kind).map(({ order }) => order.details.orderId);

async function runsOf(
  executions: SagaExecutions,
  listed: readonly ListedOrder[],
): Promise<ReadonlyMap<string, ExecutionState>> {
  const states = new Map<string, ExecutionState>();
  await forEachAtMost(
    AT_MOST,
    listed.filter(({ order }) => needsRun(order)),
    async ({ order: { details, attempt } }) => {
      const { orderId } = details;
      states.set(orderId, await executions.stateOf({ orderId, attempt }));
    },
  );
  return states;
}

interface OrderFinding {
  readonly orderId: string;
  /** Of the order that was judged. */
  readonly version: number;
  readonly finding: Finding;
}

/**
 * Stores are read one after the other, so an order that moves meanwhile seems to disagree with itself. Only what stands
 * since before the watermark is told.
 */
async function settled(
  orders: OrderReading,
  tenantId: string,
  { asOf }: Scope,
  findings: readonly OrderFinding[],
) {
  if (findings.length === 0) return [];
  const current = await orders.byIds(tenantId, [...new Set(findings.map(({ orderId }) => orderId))]);
  const standing: Finding[] = [];
  for (const { orderId, version, finding } of findings) {
    const order = current.get(orderId);
    if (order !== undefined && order.version !== version) continue;
    const changedAt = order && (await orders.changedAt(tenantId, orderId));
    if (changedAt === undefined || changedAt <= asOf) standing.push(finding);
  }
  return standing.map((finding) => ({ ...finding, tenantId }));
}

function paymentsStage(context: OrdersContext): Stage {
  return {
    name: "payments",
    async portion(tenant, scope, after) {
      const { rows, cursor } = await context.payments.payments(tenant.id, scope, idCursor(after));
      const due = rows.filter(({ updatedAt }) => updatedAt <= scope.asOf);
      const [orders, booked] = await Promise.all([
        context.orders.byIds(
          tenant.id,
          due.map(({ orderId }) => orderId),
        ),
        bookedOf(context, tenant.id, due),
      ]);
      const found = new PortionBuilder();
      for (const { status } of due) found.count(`payments ${status}`);
      found.checked("payment-has-order", due.length);
      found.checked("authorization-ends", due.length);
      if (booked !== undefined) found.checked("gateway-agrees", due.length);
      const findings = due.flatMap((payment) => {
        const order = orders.get(payment.orderId);
        return [
          judgeOwner(payment, order),
          judgeAuthorization(payment, order, scope.asOf),
          booked === undefined ? undefined : judgeBooks(payment, booked.get(payment.paymentId)),
        ]
          .filter((finding) => finding !== undefined)
          .map((finding) => ({ orderId: payment.orderId, version: order?.version ?? 0, finding }));
      });
      found.report(await settled(context.orders, tenant.id, scope, findings));
      return found.end(cursor);
    },
  };
}

async function bookedOf({ books }: OrdersContext, tenantId: string, payments: readonly ListedPayment[]) {
  return books?.of(
    tenantId,
    payments.filter(({ gateway }) => gateway === books.gateway).map(({ paymentId }) => paymentId),
  );
}

/** What the matching expects is what an order wants. */
function proceduresStage({ procedures, orders }: OrdersContext): Stage {
  return {
    name: "procedures",
    async portion(tenant, scope, after) {
      const { rows, cursor } = await procedures.procedures(tenant.id, scope, idCursor(after));
      const found = new PortionBuilder();
      found.checked("procedure-has-order", rows.length);
      const owners = await orders.byIds(tenant.id, [...new Set(rows.map(({ orderId }) => orderId))]);
      for (const { procedureId, orderId, line } of rows) {
        const details = owners.get(orderId)?.details;
        if (details?.kind === "imaging" && line <= details.lines.length) continue;
        found.report([
          {
            law: "procedure-has-order",
            problem: details === undefined ? "no-order" : "no-such-line",
            tenantId: tenant.id,
            subject: { kind: "procedure", id: procedureId },
            facts: { orderId, line },
          },
        ]);
      }
      return found.end(cursor);
    },
  };
}

function eventsStage({ orders }: OrdersContext): Stage {
  const law: Law = "order-events-published";
  return {
    name: "events",
    async portion(tenant, { asOf }) {
      const found = new PortionBuilder();
      for (const unpublished of await orders.unpublished(tenant.id, asOf)) {
        found.report([{ law, tenantId: tenant.id, ...toldOf(unpublished) }]);
      }
      return found.end(undefined);
    },
  };
}

/** An event that nobody can read has no id to be named by. */
function toldOf({ orderId, version, event }: UnpublishedEvent): Omit<Violation, "law"> {
  if (event === undefined) {
    return { problem: "unreadable", subject: { kind: "order", id: orderId }, facts: { version } };
  }
  const { id, type } = event;
  const facts = { orderId, type, version };
  return { problem: "not-published", subject: { kind: "event", id }, facts, repairable: true };
}
