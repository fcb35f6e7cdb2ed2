import type { OutgoingEvent } from "../event-publisher.ts";
import type { Payment, PaymentOperation } from "./payment.ts";

/** That an operation is about to be tried: written before the gateway is called. */
export interface PaymentAttempt {
  readonly attemptId: string;
  readonly operation: PaymentOperation;
  readonly idempotencyKey: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export interface AttemptResult {
  readonly attemptId: string;
  readonly outcome: "succeeded" | "declined" | "unknown";
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
}

/** What an operation changed: the next version of the payment, and the event that tells of it. */
export interface PaymentChange {
  readonly payment: Payment;
  readonly result: AttemptResult;
  readonly outgoing?: OutgoingEvent;
}

/** Payments, one per order. All methods throw what the database throws; every failure there may be retried. */
export interface PaymentStore {
  /** Makes the payment of an order if there is none yet; the payment as it is now. */
  ensure(payment: Payment): Promise<Payment>;
  find(tenantId: string, orderId: string): Promise<Payment | undefined>;
  recordAttempt(payment: Payment, attempt: PaymentAttempt): Promise<void>;
  recordUnknown(payment: Payment, result: AttemptResult): Promise<void>;
  /**
   * Writes the next version with its event and the attempt's result, in one transaction. Answers false, and
   * changes nothing, when another call has settled this version.
   */
  settle(change: PaymentChange): Promise<boolean>;
}
