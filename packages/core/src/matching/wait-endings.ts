import type { WaitState } from "./study-waits.ts";

/** An order that waits, or waited, for studies. */
export interface WaitingOrder {
  readonly tenantId: string;
  readonly orderId: string;
}

/** Where an order stands, and whom it still has to tell. */
export interface WaitStanding {
  readonly state: WaitState;
  /** Of the execution that waits and was not seen to wake yet. */
  readonly taskToken?: string | undefined;
  /** ISO 8601, UTC. */
  readonly deadlineAt: string;
  /** Of whoever placed the order. */
  readonly correlationId: string;
}

/** The ends of waits: who has to be woken, and who was. All throw `database.unavailable` (retryable). */
export interface WaitEndings {
  /**
   * Orders of all tenants that are past their deadline at `now`, or whose wait is over for a while and whose execution
   * was not seen to wake; most overdue first.
   */
  due(now: Date, atMost: number): Promise<readonly WaitingOrder[]>;
  /** Undefined when the order never registered. */
  find(order: WaitingOrder): Promise<WaitStanding | undefined>;
  /** The execution with this token was woken: it is not to be woken again. */
  confirmWoken(order: WaitingOrder, taskToken: string): Promise<void>;
}
