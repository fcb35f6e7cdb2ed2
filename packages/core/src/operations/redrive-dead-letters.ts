import type { DeadLetter } from "./dead-letter.ts";
import { type DeadLetterContext, queueNamed } from "./dead-letter-context.ts";
import { NothingToReturnTo } from "./dead-letter-errors.ts";
import type { LetterSelection } from "./letter-selection.ts";
import { workThrough } from "./work-through.ts";

export interface RedriveRequest {
  readonly queue: string;
  readonly selection: LetterSelection;
  readonly limit: number;
  /** Letters per second: their consumer may have just been mended. */
  readonly rate: number;
  readonly dryRun: boolean;
}

export interface RedriveReport {
  /** Letters that the selection meant, of those that were seen. */
  readonly selected: number;
  readonly moved: number;
  /** Of the moved: they could not be deleted here, and will come again. Harmless, as consumers do nothing twice. */
  readonly notDeleted: number;
  /** Not taken by the work queue: they stay. */
  readonly refused: number;
  /** False: there may be more to do; ask again. */
  readonly exhausted: boolean;
  readonly remaining: number;
}

/**
 * Moves letters back to the queue that they came from: receive, send, delete, in this order. Killed at any point it
 * loses nothing: a letter that was not sent comes back into sight after a minute, one that was sent and not deleted is
 * delivered twice. Throws `DeadLetterQueueNotFound` and `NothingToReturnTo`.
 */
export async function redriveDeadLetters(
  context: DeadLetterContext,
  request: RedriveRequest,
): Promise<RedriveReport> {
  const { store, clock, pause } = context;
  const { name, returnsTo } = queueNamed(store, request.queue);
  if (returnsTo === undefined) throw new NothingToReturnTo();
  let moved = 0;
  let notDeleted = 0;
  let refused = 0;
  const move = async (letters: readonly DeadLetter[]) => {
    const begun = clock.now().getTime();
    const sent = await store.sendBack(name, letters);
    const taken = letters.filter(({ id }) => sent.has(id));
    const left = letters.filter(({ id }) => !sent.has(id));
    if (taken.length > 0) {
      const deleted = await store.delete(name, taken);
      notDeleted += taken.filter(({ id }) => !deleted.has(id)).length;
    }
    moved += taken.length;
    refused += left.length;
    const due = begun + (letters.length / request.rate) * 1000;
    await pause(Math.max(0, due - clock.now().getTime()));
    return { release: left, stop: left.length > 0 };
  };
  const { selected, exhausted } = await workThrough(
    context,
    name,
    request,
    request.dryRun ? async (letters) => ({ release: letters }) : move,
  );
  const { waiting } = await store.count(name);
  return { selected, moved, notDeleted, refused, exhausted, remaining: waiting };
}
