import type { ReservationState } from "../inventory/stock.ts";
import type { WaitState } from "../matching/study-waits.ts";
import type { Order } from "../orders/order.ts";
import type { Payment, PaymentStatus } from "../payments/payment.ts";
import type { Rows } from "./index-reading.ts";
import type { Scope } from "./verification.ts";

/** An order as a list has it: it may be a little behind. */
export interface ListedOrder {
  readonly order: Order;
  /** When the sweeper looks whether it gets on: ISO 8601, UTC. */
  readonly lookAt: string | undefined;
}

/** An event of an order that is not marked as published. */
export interface UnpublishedEvent {
  readonly orderId: string;
  /** The order's version that it tells of. */
  readonly version: number;
  /** Absent when nobody can read it. */
  readonly event?: { readonly id: string; readonly type: string };
}

export interface ReservationName {
  readonly orderId: string;
  readonly sku: string;
}
export const reservationName = ({ orderId, sku }: ReservationName): string => `${orderId} ${sku}`;

/** Orders and what is beside them in their table. All throw `store.unavailable` (retryable). */
export interface OrderReading {
  /** By id, which is by the time of placing. */
  orders(tenantId: string, after: string | undefined): Promise<Rows<ListedOrder>>;
  /** As last written. */
  byIds(tenantId: string, orderIds: readonly string[]): Promise<ReadonlyMap<string, Order>>;
  /** When the order's last version was written. */
  changedAt(tenantId: string, orderId: string): Promise<Date | undefined>;
  /** States by `reservationName`. */
  reservations(
    tenantId: string,
    names: readonly ReservationName[],
  ): Promise<ReadonlyMap<string, ReservationState>>;
  /** Events that occurred, or were put aside, before `asOf`. */
  unpublished(tenantId: string, asOf: Date): Promise<readonly UnpublishedEvent[]>;
}

export interface ListedPayment extends Payment {
  readonly updatedAt: Date;
}

/** What a gateway's own books say of a payment. */
export interface BookedPayment {
  readonly status: PaymentStatus;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** How often money was taken. */
  readonly captures: number;
}

export interface PaymentReading {
  ofOrders(tenantId: string, orderIds: readonly string[]): Promise<ReadonlyMap<string, ListedPayment>>;
  payments(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<ListedPayment>>;
}

/** The books of a gateway that can be read, by its name. */
export interface GatewayBooks {
  readonly gateway: string;
  of(tenantId: string, references: readonly string[]): Promise<ReadonlyMap<string, BookedPayment>>;
}

/** A line of an order, as the matching knows it. */
export interface ExpectedLine {
  readonly procedureId: string;
  readonly orderId: string;
  readonly line: number;
  readonly state: WaitState;
  readonly deadlineAt: Date;
}

export interface ProcedureReading {
  ofOrders(
    tenantId: string,
    orderIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ExpectedLine[]>>;
  procedures(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<ExpectedLine>>;
}
