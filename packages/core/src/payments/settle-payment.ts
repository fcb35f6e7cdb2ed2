import type { OutgoingEvent } from "../event-publisher.ts";
import { publishCommitted } from "../outbox/publish-committed.ts";
import type { Payment } from "./payment.ts";
import type { PaymentContext } from "./payment-context.ts";
import type { AttemptResult } from "./payment-store.ts";

/** Writes what the gateway said with its event, then publishes the event; the payment as it is afterwards. */
export async function settlePayment(
  context: PaymentContext,
  payment: Payment,
  result: Pick<AttemptResult, "attemptId" | "outcome">,
  outgoing: OutgoingEvent | undefined,
): Promise<Payment> {
  const { payments, clock } = context;
  const settled = await payments.settle({
    payment,
    result: { ...result, finishedAt: clock.now().toISOString() },
    ...(outgoing !== undefined && { outgoing }),
  });
  if (!settled) return (await payments.find(payment.tenantId, payment.orderId)) ?? payment;
  // What does not get out stays in the outbox, and the sweeper publishes it under the same id.
  if (outgoing !== undefined) await publishCommitted(context, payment.tenantId, [outgoing]);
  return payment;
}
