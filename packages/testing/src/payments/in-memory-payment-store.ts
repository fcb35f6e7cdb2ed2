import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { OutboxEntry, OutboxStore } from "@accession/core/outbox/outbox-store";
import type { Payment } from "@accession/core/payments/payment";
import type {
  AttemptResult,
  PaymentAttempt,
  PaymentChange,
  PaymentStore,
} from "@accession/core/payments/payment-store";

/** Payments and their outbox in memory, held to the same contract suite as the real store. */
export class InMemoryPaymentStore implements PaymentStore, OutboxStore {
  readonly payments = new Map<string, Payment>();
  readonly attempts = new Map<string, PaymentAttempt & Partial<AttemptResult>>();
  readonly events = new Map<string, OutgoingEvent>();
  readonly published = new Set<string>();

  async ensure(payment: Payment): Promise<Payment> {
    const key = `${payment.tenantId} ${payment.orderId}`;
    const stored = this.payments.get(key) ?? payment;
    this.payments.set(key, stored);
    return stored;
  }

  async find(tenantId: string, orderId: string): Promise<Payment | undefined> {
    return this.payments.get(`${tenantId} ${orderId}`);
  }

  async recordAttempt(_payment: Payment, attempt: PaymentAttempt): Promise<void> {
    this.attempts.set(attempt.attemptId, attempt);
  }

  async recordUnknown(_payment: Payment, result: AttemptResult): Promise<void> {
    this.#finish(result);
  }

  async settle({ payment, result, outgoing }: PaymentChange): Promise<boolean> {
    this.#finish(result);
    const key = `${payment.tenantId} ${payment.orderId}`;
    if (this.payments.get(key)?.version !== payment.version - 1) return false;
    this.payments.set(key, payment);
    if (outgoing !== undefined) this.events.set(outgoing.envelope.id, outgoing);
    return true;
  }

  async unpublished(): Promise<readonly OutboxEntry[]> {
    return [...this.events.values()]
      .filter(({ envelope }) => !this.published.has(envelope.id))
      .map(({ envelope }) => ({ tenantId: envelope.tenantId, id: envelope.id }));
  }

  async load(_tenantId: string, ids: readonly string[]): Promise<readonly OutgoingEvent[]> {
    return ids.flatMap((id) => this.events.get(id) ?? []);
  }

  async markPublished(_tenantId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.published.add(id);
  }

  /** One look shows all of them, so none is in another's way. */
  async postpone(): Promise<void> {}

  #finish(result: AttemptResult): void {
    const attempt = this.attempts.get(result.attemptId);
    if (attempt !== undefined) this.attempts.set(result.attemptId, { ...attempt, ...result });
  }
}
