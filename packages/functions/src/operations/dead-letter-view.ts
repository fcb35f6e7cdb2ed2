import type { QueueState } from "@accession/core/operations/list-dead-letters";
import type { ShownLetter } from "@accession/core/operations/show-dead-letters";

/** A dead-letter queue as the API shows it. */
export function queueStateView({ name, holds, returnsTo, waiting, inFlight, oldestSentAt }: QueueState) {
  return {
    name,
    holds,
    ...(returnsTo !== undefined && { returnsTo }),
    waiting,
    inFlight,
    ...(oldestSentAt !== undefined && { oldestSentAt: oldestSentAt.toISOString() }),
  };
}

/** A dead letter as the API shows it: without its body, unless that was asked for. */
export function letterView({ letter, subject, failure }: ShownLetter, withBody: boolean) {
  return {
    id: letter.id,
    sentAt: letter.sentAt.toISOString(),
    receiveCount: letter.receiveCount,
    ...subject,
    ...(failure !== undefined && {
      failure: { fault: failure.fault, ...(failure.code !== undefined && { code: failure.code }) },
    }),
    ...(letter.deliveryError !== undefined && { deliveryError: letter.deliveryError }),
    ...(withBody && { body: letter.body }),
  };
}
