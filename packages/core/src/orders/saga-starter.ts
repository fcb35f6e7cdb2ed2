import type { EventMeta } from "@accession/events/envelope";

/** What an execution of the saga is given: ids only. */
export interface SagaInput {
  readonly tenantId: string;
  readonly orderId: string;
  /** 1 for the first run; a run that died is followed by the next. */
  readonly attempt: number;
  readonly meta: EventMeta;
}

/** Starts the saga of an order. Starting the same attempt again does nothing. */
export interface SagaStarter {
  start(input: SagaInput): Promise<void>;
}
