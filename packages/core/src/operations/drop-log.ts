/** Who deleted which dead letters, when and why: what is gone can be told by these records alone. */
import type { Page, PageRequest } from "../paging.ts";
import type { DropReason } from "./drop-reason.ts";

export interface DropRecord {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The subject of the person's token. */
  readonly actor: string;
  readonly queue: string;
  readonly reason: DropReason;
  /** The letters that were to be deleted. */
  readonly asked: readonly string[];
  /** Those that were there, and are gone. Absent: the deletion did not come to its end, and some may be gone. */
  readonly dropped?: readonly string[];
}

/** Kept for good. Throws what the store throws. */
export interface DropLog {
  /** Written before the first letter is deleted, and once more with what became of it. */
  put(record: DropRecord): Promise<void>;
  /** Newest first. Throws InvalidCursor for a cursor that is not from here. */
  list(request: PageRequest): Promise<Page<DropRecord>>;
}
