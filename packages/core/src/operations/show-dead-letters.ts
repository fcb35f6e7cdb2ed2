import type { DeadLetter, FailureNote } from "./dead-letter.ts";
import { type DeadLetterContext, queueNamed } from "./dead-letter-context.ts";
import { describeLetter, type LetterSubject } from "./describe-letter.ts";
import type { LetterSelection } from "./letter-selection.ts";
import { workThrough } from "./work-through.ts";

/** The most letters of one look. */
export const MAX_SHOWN = 50;

export interface ShownLetter {
  readonly letter: DeadLetter;
  readonly subject: LetterSubject;
  readonly failure: FailureNote | undefined;
}

/** Looks at some letters of a queue, oldest first, and leaves them there. Throws `DeadLetterQueueNotFound`. */
export async function showDeadLetters(
  context: DeadLetterContext,
  name: string,
  selection: LetterSelection,
  limit: number,
): Promise<readonly ShownLetter[]> {
  queueNamed(context.store, name);
  const found: DeadLetter[] = [];
  await workThrough(context, name, { selection, limit }, async (letters) => {
    found.push(...letters);
    return { release: letters };
  });
  found.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  const shown: ShownLetter[] = [];
  for (const letter of found) {
    const failure = await context.notes.of(name, letter);
    shown.push({ letter, subject: describeLetter(letter.body), failure });
  }
  return shown;
}
