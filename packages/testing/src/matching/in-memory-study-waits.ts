import type {
  ExpectedProcedure,
  ReleaseReason,
  StudyWait,
  StudyWaits,
  WaitState,
} from "@accession/core/matching/study-waits";
import { waitStateOf } from "@accession/core/matching/wait-state";

interface Line {
  readonly procedure: ExpectedProcedure;
  state: WaitState;
  /** The study that counts for it. */
  study: string | undefined;
}

interface Wait {
  attempt: number;
  taskToken: string;
  readonly deadlineAt: string;
  readonly lines: Line[];
  fulfilled: boolean;
}

/**
 * Waits for studies in memory. It matches by issuer and accession number alone, as the comparison of patients is the
 * matcher's and not the wait's: the first order that expects a number gets its study.
 */
export class InMemoryStudyWaits implements StudyWaits {
  readonly #waits = new Map<string, Wait>();
  /** Complete studies by number, and the order that has each. */
  readonly #studies = new Map<string, { readonly study: string; owner: string | undefined }>();

  async register(wait: StudyWait): Promise<WaitState> {
    const key = keyOf(wait.tenantId, wait.orderId);
    const known = this.#waits.get(key);
    if (known === undefined) {
      const { attempt, taskToken, deadlineAt } = wait;
      const lines = wait.procedures.map(
        (procedure): Line => ({ procedure, state: "waiting", study: undefined }),
      );
      this.#waits.set(key, { attempt, taskToken, deadlineAt, lines, fulfilled: false });
    } else if (wait.attempt >= known.attempt) {
      known.attempt = wait.attempt;
      known.taskToken = wait.taskToken;
    }
    this.#match(wait.tenantId);
    return this.#stateOf(key);
  }

  async settle(tenantId: string, orderId: string): Promise<WaitState> {
    const key = keyOf(tenantId, orderId);
    const state = this.#stateOf(key);
    const wait = this.#waits.get(key);
    if (state === "linked" && wait !== undefined) wait.fulfilled = true;
    return state;
  }

  async release(
    tenantId: string,
    orderId: string,
    reason: ReleaseReason,
  ): Promise<{ readonly taskToken?: string }> {
    const key = keyOf(tenantId, orderId);
    const wait = this.#waits.get(key);
    if (wait === undefined) return {};
    const inTime = reason === "expired" && this.#stateOf(key) === "linked";
    if (!inTime) {
      for (const line of wait.lines) {
        if (line.state === "waiting" || line.state === "linked") line.state = reason;
        line.study = undefined;
      }
      for (const study of this.#studies.values()) if (study.owner === key) study.owner = undefined;
      this.#match(tenantId);
    }
    return { taskToken: wait.taskToken };
  }

  /** A complete study arrives. Answers the token of the order that now has all its studies, if any has. */
  arrive(tenantId: string, accessionNumber: string, issuer = ""): string | undefined {
    const number = numberOf(tenantId, issuer, accessionNumber);
    if (!this.#studies.has(number)) {
      this.#studies.set(number, { study: `study ${this.#studies.size + 1}`, owner: undefined });
      this.#match(tenantId);
    }
    const owner = this.#studies.get(number)?.owner;
    if (owner === undefined || this.#stateOf(owner) !== "linked") return undefined;
    return this.#waits.get(owner)?.taskToken;
  }

  /** Ends the waits that are past their deadline. Answers the tokens of whom to tell. */
  async expire(now: Date): Promise<readonly string[]> {
    const tokens: string[] = [];
    for (const [key, wait] of this.#waits) {
      if (this.#stateOf(key) !== "waiting" || wait.deadlineAt > now.toISOString()) continue;
      const [tenantId = "", orderId = ""] = key.split(" ");
      await this.release(tenantId, orderId, "expired");
      tokens.push(wait.taskToken);
    }
    return tokens;
  }

  /** Whether an order has this study. */
  isLinked(tenantId: string, accessionNumber: string, issuer = ""): boolean {
    return this.#studies.get(numberOf(tenantId, issuer, accessionNumber))?.owner !== undefined;
  }

  /** Of each line, in the order of the lines. */
  statesOf(tenantId: string, orderId: string): readonly WaitState[] {
    return this.#waits.get(keyOf(tenantId, orderId))?.lines.map(({ state }) => state) ?? [];
  }

  #match(tenantId: string): void {
    for (const [key, { lines }] of this.#waits) {
      if (!key.startsWith(`${tenantId} `)) continue;
      for (const line of lines) {
        const { issuer = "", accessionNumber } = line.procedure;
        const found = this.#studies.get(numberOf(tenantId, issuer, accessionNumber));
        // Lines of one order may share a study.
        const free = found !== undefined && (found.owner === undefined || found.owner === key);
        if (line.state !== "waiting" || !free) continue;
        found.owner = key;
        line.state = "linked";
        line.study = found.study;
      }
    }
  }

  #stateOf(key: string): WaitState {
    return waitStateOf(this.#waits.get(key)?.lines.map(({ state }) => state) ?? []);
  }
}

const keyOf = (tenantId: string, orderId: string) => `${tenantId} ${orderId}`;
const numberOf = (tenantId: string, issuer: string, number: string) =>
  JSON.stringify([tenantId, issuer, number]);
