import { setTimeout as delay } from "node:timers/promises";

/** Thrown inside a transaction that lost a race it can only win from the start. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}

const RETRYABLE = new Set(["40P01", "40001"]);
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 20;

/** Deadlock (40P01), serialization failure (40001), or a race that the work itself noticed. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof LostRace) return true;
  return error instanceof Error && "code" in error && RETRYABLE.has(String(error.code));
}

/** Runs a whole transaction again after a retryable failure, with full jitter so that two losers do not meet again. */
export async function retryTransaction<Result>(
  transaction: () => Promise<Result>,
  retryable: (error: unknown) => boolean,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= ATTEMPTS || !retryable(error)) throw error;
      await delay(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}
