/** One operation at the gateway: intent first, then the call, and what to do when its outcome is unknown. */
import { OutcomeUnknown } from "../outcome-unknown.ts";
import type { Payment, PaymentOperation } from "./payment.ts";
import type { PaymentContext } from "./payment-context.ts";
import type { GatewayCall, GatewayPayment, Unknown } from "./payment-gateway.ts";

/** How often the gateway is asked in one run; the saga's own retries come on top, with pauses between them. */
const TRIES = 2;

export interface Operation<Known extends { readonly outcome: string }> {
  readonly name: PaymentOperation;
  call(call: GatewayCall): Promise<Known | Unknown>;
  /** What the gateway's own record of the payment says about this operation, if it says anything. */
  read(found: GatewayPayment): Known | undefined;
}

/** The definite outcome, with the attempt that it belongs to. Throws OutcomeUnknown when there is none. */
export async function tryOperation<Known extends { readonly outcome: string }>(
  context: PaymentContext,
  payment: Payment,
  operation: Operation<Known>,
): Promise<{ readonly known: Known; readonly attemptId: string }> {
  const { payments, gateway, clock, ids } = context;
  // The same for every try, also in a later run: the gateway acts once.
  const idempotencyKey = `${payment.paymentId}:${operation.name}`;
  const attemptId = ids.next();
  const startedAt = clock.now().toISOString();
  await payments.recordAttempt(payment, { attemptId, operation: operation.name, idempotencyKey, startedAt });
  const call = { tenantId: payment.tenantId, reference: payment.paymentId, idempotencyKey };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const result = await operation.call(call);
    if (isKnown(result)) return { known: result, attemptId };
  }
  const known = operation.read(await gateway.findByReference(payment.tenantId, payment.paymentId));
  if (known !== undefined) return { known, attemptId };
  // "Absent" decides nothing either: the request may still be on its way.
  const finishedAt = clock.now().toISOString();
  await payments.recordUnknown(payment, { attemptId, outcome: "unknown", finishedAt });
  throw new OutcomeUnknown(operation.name);
}

function isKnown<Known extends { readonly outcome: string }>(result: Known | Unknown): result is Known {
  return result.outcome !== "unknown";
}
