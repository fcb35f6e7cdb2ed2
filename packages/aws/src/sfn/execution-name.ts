import type { SagaInput } from "@accession/core/orders/saga-starter";

/** By order and attempt: a start that is repeated is seen as one. Ours only: names are in logs and ARNs. */
export function executionName({ orderId, attempt }: Pick<SagaInput, "orderId" | "attempt">): string {
  return `${orderId}-${attempt}`;
}
