/** Studies that arrive, and people who part them from orders: the matching's side of Postgres, with its outbox. */
import type { OutgoingEvent } from "@accession/core/event-publisher";
import { type EventStamp, matchedEvent, unmatchedEvent } from "@accession/core/matching/link-events";
import type { StudyMatches, StudyToMatch } from "@accession/core/matching/study-matches";
import type { OutboxEntry, OutboxStore } from "@accession/core/outbox/outbox-store";
import { InMemoryStudyWaits, type LinkChange } from "../matching/in-memory-study-waits.ts";
import { META, TENANT } from "../orders/goods-order.ts";

/** Who gives out the numbers of this world's imaging orders. */
export const ISSUER = "RIS";

/** The study of an accession number has an id that ends in the number's place. */
const studyIdOf = (number: string) =>
  `01990000-0000-7000-8000-5${number.replace(/\D/g, "").padStart(11, "0")}`;

export class StudyDesk implements StudyMatches, OutboxStore {
  readonly waits = new InMemoryStudyWaits();
  readonly events = new Map<string, OutgoingEvent>();
  readonly #published = new Set<string>();
  readonly #versions = new Map<string, number>();
  readonly #numbers = new Map<string, string>();
  readonly #stamp: EventStamp;

  constructor(stamp: EventStamp, numbers: readonly string[]) {
    this.#stamp = stamp;
    for (const number of numbers) this.#numbers.set(studyIdOf(number), number);
    this.waits.onChange = (change) => this.#record(change);
  }

  /** What `study.completed` says about the study with this number. */
  studyOf(number: string): StudyToMatch {
    return { tenantId: TENANT, studyId: studyIdOf(number), meta: META };
  }

  async match({ tenantId, studyId }: StudyToMatch): Promise<readonly OutgoingEvent[]> {
    const before = this.events.size;
    this.waits.arrive(tenantId, this.#numbers.get(studyId) ?? "", ISSUER);
    return [...this.events.values()].slice(before);
  }

  /** By hand. */
  async unlink(orderId: string, line: number): Promise<readonly OutgoingEvent[]> {
    const before = this.events.size;
    this.waits.unlink(TENANT, orderId, line);
    return [...this.events.values()].slice(before);
  }

  async unpublished(): Promise<readonly OutboxEntry[]> {
    return [...this.events.keys()]
      .filter((id) => !this.#published.has(id))
      .map((id) => ({ tenantId: TENANT, id }));
  }

  async load(_tenantId: string, ids: readonly string[]): Promise<readonly OutgoingEvent[]> {
    return ids.flatMap((id) => this.events.get(id) ?? []);
  }

  async markPublished(_tenantId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#published.add(id);
  }

  /** One look shows all of them, so none is in another's way. */
  async postpone(): Promise<void> {}

  #record({ orderId, line, accessionNumber, cause, fulfilled }: LinkChange): void {
    const studyId = studyIdOf(accessionNumber);
    const linkId = `${orderId.slice(0, -2)}${line.toString().padStart(2, "f")}`;
    const version = (this.#versions.get(linkId) ?? 0) + 1;
    this.#versions.set(linkId, version);
    const link = { linkId, version, studyId, studyVersion: 1, orderId, line };
    const event =
      cause === "matched"
        ? matchedEvent(this.#stamp, TENANT, { ...link, grade: "matched" }, META)
        : unmatchedEvent(this.#stamp, TENANT, { ...link, cause, fulfilled }, META);
    this.events.set(event.envelope.id, event);
  }
}
