import type { Ids } from "../ids.ts";
import { type DeadLetterContext, queueNamed } from "./dead-letter-context.ts";
import type { DropLog } from "./drop-log.ts";
import type { DropReason } from "./drop-reason.ts";
import { workThrough } from "./work-through.ts";

export interface DropContext extends DeadLetterContext {
  readonly drops: DropLog;
  readonly ids: Ids;
}

export interface DropCommand {
  readonly queue: string;
  readonly ids: ReadonlySet<string>;
  readonly reason: DropReason;
  /** Who wants it: a token's subject. */
  readonly actor: string;
}

export interface DropReport {
  readonly dropped: readonly string[];
  /** Not in sight: gone, or received by somebody else just now. */
  readonly notFound: readonly string[];
}

/** Deletes letters by their ids, for good, and records who did. Throws `DeadLetterQueueNotFound`. */
export async function dropDeadLetters(context: DropContext, command: DropCommand): Promise<DropReport> {
  const { queue, ids, reason, actor } = command;
  const { name } = queueNamed(context.store, queue);
  const at = context.clock.now().toISOString();
  const record = { id: context.ids.next(), at, actor, queue: name, reason, asked: [...ids] };
  await context.drops.put(record);
  const dropped = new Set<string>();
  await workThrough(context, name, { selection: { by: "ids", ids }, limit: ids.size }, async (letters) => {
    const gone = await context.store.delete(name, letters);
    for (const id of gone) dropped.add(id);
    return { release: letters.filter(({ id }) => !gone.has(id)) };
  });
  await context.drops.put({ ...record, dropped: [...dropped] });
  return { dropped: [...dropped], notFound: [...ids].filter((id) => !dropped.has(id)) };
}
