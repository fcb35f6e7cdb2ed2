import type { DeadLetter } from "./dead-letter.ts";
import type { DeadLetterContext } from "./dead-letter-context.ts";
import { isSelected, type LetterSelection } from "./letter-selection.ts";

/** Well under the 30 seconds that an HTTP API waits, and the minute that a received letter stays hidden. */
const BUDGET_MS = 18_000;
/** Letters that one call looks at: a selection of few in a long queue ends, and can be asked for again. */
const MAX_SEEN = 1000;

export interface WorkOptions {
  readonly selection: LetterSelection;
  /** The most letters that are handed on. */
  readonly limit: number;
}

export interface WorkDone {
  readonly seen: number;
  readonly selected: number;
  /** True when the queue had no other letter in sight, or everything that was asked for was found. */
  readonly exhausted: boolean;
}

/**
 * Receives letters of a queue, hands on the selected ones, and releases the others at the end: only then, or the same
 * letters would be received over and over. What `act` answers is released too; with `stop` it ends the work.
 */
export async function workThrough(
  { store, clock }: Pick<DeadLetterContext, "store" | "clock">,
  queue: string,
  { selection, limit }: WorkOptions,
  act: (letters: readonly DeadLetter[]) => Promise<{ release: readonly DeadLetter[]; stop?: boolean }>,
): Promise<WorkDone> {
  const deadline = clock.now().getTime() + BUDGET_MS;
  const held: DeadLetter[] = [];
  let seen = 0;
  let selected = 0;
  const wanted = selection.by === "ids" ? Math.min(limit, selection.ids.size) : limit;
  try {
    while (selected < wanted && seen < MAX_SEEN && clock.now().getTime() < deadline) {
      const letters = await store.receive(queue);
      if (letters.length === 0) return { seen, selected, exhausted: true };
      seen += letters.length;
      const meant = letters.filter((letter) => isSelected(selection, letter)).slice(0, wanted - selected);
      held.push(...letters.filter((letter) => !meant.includes(letter)));
      selected += meant.length;
      if (meant.length === 0) continue;
      // Until it answers, all of them are to be released, as an error ends the work here.
      held.push(...meant);
      const { release, stop } = await act(meant);
      held.splice(-meant.length, meant.length, ...release);
      if (stop === true) return { seen, selected, exhausted: false };
    }
    return { seen, selected, exhausted: selection.by === "ids" && selected === selection.ids.size };
  } finally {
    await release(store, queue, held);
  }
}

async function release(
  store: DeadLetterContext["store"],
  queue: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (let start = 0; start < letters.length; start += 10)
    await store.release(queue, letters.slice(start, start + 10));
}
