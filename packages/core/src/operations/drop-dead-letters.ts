import { type DeadLetterContext, queueNamed } from "./dead-letter-context.ts";
import { workThrough } from "./work-through.ts";

/** Why a letter may be thrown away. No text of one's own: it would be logged, and might name a patient. */
export const DROP_REASONS = ["done-otherwise", "obsolete", "malformed", "test"] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface DropReport {
  readonly dropped: readonly string[];
  /** Not in sight: gone, or received by somebody else just now. */
  readonly notFound: readonly string[];
}

/** Deletes letters by their ids, for good. Throws `DeadLetterQueueNotFound`. */
export async function dropDeadLetters(
  context: DeadLetterContext,
  queue: string,
  ids: ReadonlySet<string>,
): Promise<DropReport> {
  const { name } = queueNamed(context.store, queue);
  const dropped = new Set<string>();
  await workThrough(context, name, { selection: { by: "ids", ids }, limit: ids.size }, async (letters) => {
    const gone = await context.store.delete(name, letters);
    for (const id of gone) dropped.add(id);
    return { release: letters.filter(({ id }) => !gone.has(id)) };
  });
  return { dropped: [...dropped], notFound: [...ids].filter((id) => !dropped.has(id)) };
}
