import type {
  ClosedWait,
  ExpectedProcedure,
  ReleaseReason,
  StudyWait,
  StudyWaits,
  WaitState,
} from "@accession/core/matching/study-waits";
import type { WaitEndings, WaitingOrder, WaitStanding } from "@accession/core/matching/wait-endings";
import { waitStateOf } from "@accession/core/matching/wait-state";

interface Line {
  readonly procedure: ExpectedProcedure;
  state: WaitState;
  /** The study that counts for it. */
  study: string | undefined;
}

interface Wait {
  attempt: number;
  taskToken: string | undefined;
  readonly correlationId: string;
  readonly deadlineAt: string;
  readonly lines: Line[];
  fulfilled: boolean;
}

/** A study that from now on counts for a line of an order, or does not any more. */
export interface LinkChange extends WaitingOrder {
  readonly line: number;
  readonly accessionNumber: string;
  /** `matched`, or why it does not count any more. */
  readonly cause: "matched" | "by-hand" | ReleaseReason;
  /** The order went on with it. */
  readonly fulfilled: boolean;
}

/**
 * Waits for studies in memory. It matches by issuer and accession number alone, as the comparison of patients is the
 * matcher's and not the wait's: the first order that expects a number gets its study.
 */
export class InMemoryStudyWaits implements StudyWaits, WaitEndings {
  /** Told of each change, in the transaction that makes it. */
  onChange: (change: LinkChange) => void = () => undefined;
  readonly #waits = new Map<string, Wait>();
  /** Complete studies by number, and the order that has each. */
  readonly #studies = new Map<string, { readonly study: string; owner: string | undefined }>();
  /** Lines and numbers that a person parted. */
  readonly #parted = new Set<string>();

  async register(wait: StudyWait): Promise<WaitState> {
    const key = keyOf(wait.tenantId, wait.orderId);
    const known = this.#waits.get(key);
    if (known === undefined) {
      const { attempt, taskToken, deadlineAt, meta } = wait;
      const lines = wait.procedures.map(
        (procedure): Line => ({ procedure, state: "waiting", study: undefined }),
      );
      const { correlationId } = meta;
      this.#waits.set(key, { attempt, taskToken, deadlineAt, correlationId, lines, fulfilled: false });
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
        if (line.study !== undefined) this.#tell(key, line, reason, false);
        line.study = undefined;
      }
      for (const study of this.#studies.values()) if (study.owner === key) study.owner = undefined;
      this.#match(tenantId);
    }
    return wait.taskToken === undefined ? {} : { taskToken: wait.taskToken };
  }

  async close(wait: ClosedWait): Promise<void> {
    const { tenantId, orderId, attempt, deadlineAt, meta } = wait;
    const key = keyOf(tenantId, orderId);
    if (!this.#waits.has(key)) {
      const { correlationId } = meta;
      const lines = wait.procedures.map(
        (procedure): Line => ({ procedure, state: "cancelled", study: undefined }),
      );
      const fulfilled = false;
      this.#waits.set(key, { attempt, taskToken: undefined, deadlineAt, correlationId, lines, fulfilled });
    }
    await this.release(tenantId, orderId, "cancelled");
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
      const { tenantId, orderId } = orderOf(key);
      await this.release(tenantId, orderId, "expired");
      if (wait.taskToken !== undefined) tokens.push(wait.taskToken);
    }
    return tokens;
  }

  async due(now: Date, atMost: number): Promise<readonly WaitingOrder[]> {
    return [...this.#waits]
      .filter(([key, wait]) =>
        this.#stateOf(key) === "waiting"
          ? wait.deadlineAt <= now.toISOString()
          : wait.taskToken !== undefined,
      )
      .slice(0, atMost)
      .map(([key]) => orderOf(key));
  }

  async find({ tenantId, orderId }: WaitingOrder): Promise<WaitStanding | undefined> {
    const key = keyOf(tenantId, orderId);
    const wait = this.#waits.get(key);
    if (wait === undefined) return undefined;
    const { taskToken, deadlineAt, correlationId } = wait;
    return { state: this.#stateOf(key), taskToken, deadlineAt, correlationId };
  }

  async confirmWoken({ tenantId, orderId }: WaitingOrder, taskToken: string): Promise<void> {
    const wait = this.#waits.get(keyOf(tenantId, orderId));
    if (wait?.taskToken === taskToken) wait.taskToken = undefined;
  }

  /** A person takes the study of a line away: the line waits again, unless its order went on already. */
  unlink(tenantId: string, orderId: string, line: number): void {
    const key = keyOf(tenantId, orderId);
    const wait = this.#waits.get(key);
    const found = wait?.lines.find(({ procedure }) => procedure.line === line);
    if (wait === undefined || found?.study === undefined) return;
    const { issuer = "", accessionNumber } = found.procedure;
    this.#parted.add(JSON.stringify([key, line]));
    found.study = undefined;
    if (!wait.fulfilled) found.state = "waiting";
    const arrived = this.#studies.get(numberOf(tenantId, issuer, accessionNumber));
    const shared = wait.lines.some(({ study }) => study === arrived?.study);
    if (arrived !== undefined && !shared) arrived.owner = undefined;
    this.#tell(key, found, "by-hand", wait.fulfilled);
    this.#match(tenantId);
  }

  /** Whether each line has a study that counts for it. */
  isComplete(tenantId: string, orderId: string): boolean {
    const lines = this.#waits.get(keyOf(tenantId, orderId))?.lines ?? [];
    return lines.length > 0 && lines.every(({ study }) => study !== undefined);
  }

  /** The order that has this study. */
  ownerOf(tenantId: string, accessionNumber: string, issuer = ""): string | undefined {
    const owner = this.#studies.get(numberOf(tenantId, issuer, accessionNumber))?.owner;
    return owner === undefined ? undefined : orderOf(owner).orderId;
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
        const parted = this.#parted.has(JSON.stringify([key, line.procedure.line]));
        if (line.state !== "waiting" || !free || parted) continue;
        found.owner = key;
        line.state = "linked";
        line.study = found.study;
        this.#tell(key, line, "matched", false);
      }
    }
  }

  #tell(key: string, { procedure }: Line, cause: LinkChange["cause"], fulfilled: boolean): void {
    const { line, accessionNumber } = procedure;
    this.onChange({ ...orderOf(key), line, accessionNumber, cause, fulfilled });
  }

  #stateOf(key: string): WaitState {
    return waitStateOf(this.#waits.get(key)?.lines.map(({ state }) => state) ?? []);
  }
}

const keyOf = (tenantId: string, orderId: string) => `${tenantId} ${orderId}`;
const orderOf = (key: string): WaitingOrder => {
  const [tenantId = "", orderId = ""] = key.split(" ");
  return { tenantId, orderId };
};
const numberOf = (tenantId: string, issuer: string, number: string) =>
  JSON.stringify([tenantId, issuer, number]);
