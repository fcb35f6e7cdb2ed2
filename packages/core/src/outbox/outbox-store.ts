import { AppError } from "../errors.ts";
import type { OutgoingEvent } from "../event-publisher.ts";

/** An outbox row's address. */
export interface OutboxEntry {
  readonly tenantId: string;
  /** The event's id. */
  readonly id: string;
}

/** Some of the entries that were asked for hold no event: a person has to mend them. */
export class UnreadableEvents extends AppError {
  readonly ids: ReadonlySet<string>;

  constructor(ids: Iterable<string>) {
    super("invalid", "outbox.event-unreadable", "An event in the outbox cannot be read.");
    this.ids = new Set(ids);
  }
}

/** The events that were written with the state they tell of. */
export interface OutboxStore {
  /**
   * Entries written, or postponed to a time, before `olderThan` and not marked as published, of all tenants: oldest
   * first, where one that was postponed is as old as that time.
   */
  unpublished(olderThan: Date, atMost: number): Promise<readonly OutboxEntry[]>;
  /** The events of entries of one tenant that are still not marked as published. Throws UnreadableEvents. */
  load(tenantId: string, ids: readonly string[]): Promise<readonly OutgoingEvent[]>;
  markPublished(tenantId: string, ids: readonly string[], at: Date): Promise<void>;
  /** Lets other entries come to their turn first: these are tried again after `until`. */
  postpone(tenantId: string, ids: readonly string[], until: Date): Promise<void>;
}
