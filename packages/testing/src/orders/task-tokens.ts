/** Tasks that wait for their tokens, as the state machine's service keeps them. */
import type { ReleaseReason, SagaWaker } from "@accession/core/matching/study-waits";

/** How a wait ended: its output does not matter, the name of a failure does. */
export type TaskEnd = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** A token works once; one that is not open is ignored, as the real waker does. */
export class TaskTokens implements SagaWaker {
  readonly #open = new Map<string, (end: TaskEnd) => void>();
  #count = 0;

  /** A new token, and what becomes of it. */
  open(): { readonly token: string; readonly end: Promise<TaskEnd> } {
    this.#count += 1;
    const token = `token-${this.#count}`;
    const end = new Promise<TaskEnd>((resolve) => this.#open.set(token, resolve));
    return { token, end };
  }

  /** Tokens that somebody waits for, oldest first. */
  get waiting(): readonly string[] {
    return [...this.#open.keys()];
  }

  async wake(token: string): Promise<void> {
    this.#settle(token, { ok: true });
  }

  async abandon(token: string, reason: ReleaseReason): Promise<void> {
    this.fail(token, reason === "expired" ? "StudyWaitExpired" : "StudyWaitCancelled");
  }

  /** Also for a task whose time is over: `States.Timeout`. */
  fail(token: string, error: string): void {
    this.#settle(token, { ok: false, error });
  }

  #settle(token: string, end: TaskEnd): void {
    this.#open.get(token)?.(end);
    this.#open.delete(token);
  }
}
