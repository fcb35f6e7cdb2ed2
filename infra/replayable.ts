/**
 * Every rule, and whether a replayed event may pass it. A rule whose consumer pays, ships or notifies says false.
 * A new rule does not compile before it is declared here.
 */
export const REPLAYABLE = {
  /** A file that was ingested before ends in the receipt that it has. */
  FileUploaded: true,
  /** A version is gone once: told again, nothing changes. */
  ObjectDeleted: true,
  /** Starts the saga, which charges and ships. */
  OrderCreated: false,
  /** A study that was matched before keeps its links; one that nobody expected then is matched with who does now. */
  StudyCompleted: true,
  /** Wakes an execution, which charges: what a replay is to make good, the sweeper does. */
  StudyMatched: false,
  /** Asks a person, who may have answered since. */
  StudyUnmatched: false,
  /** A view of a payment is replaced by one of a later version only. */
  PaymentNews: true,
  /** A pick list is opened once, and one that is withdrawn stays so. */
  StockNews: true,
  /** Writes e-mails and short messages. */
  OrderNews: false,
} as const satisfies Record<string, boolean>;

export type RuleName = keyof typeof REPLAYABLE;
