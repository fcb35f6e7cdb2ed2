import type { OutgoingEvent } from "@accession/core/event-publisher";
import { decideLinks } from "@accession/core/matching/decide-links";
import { type EventStamp, matchedEvent } from "@accession/core/matching/link-events";
import type { EventMeta } from "@accession/events/envelope";
import { insertOutbox } from "../postgres/postgres-outbox.ts";
import type { TenantTransaction } from "../postgres/with-tenant.ts";
import { loadMatchGroup } from "./match-group.ts";
import { writeLinks } from "./write-links.ts";

/** What is matched, and whose doing it is. */
export interface GroupToLink {
  readonly tenantId: string;
  /** Their locks are held. */
  readonly accessionNumbers: readonly string[];
  /** The study that asks for it, if one does. */
  readonly studyId?: string;
  readonly meta: EventMeta;
}

/** Decides and writes the links of the numbers, with the procedures' states and one event for each that counts now. */
export async function linkGroup(
  transaction: TenantTransaction,
  stamp: EventStamp,
  { tenantId, accessionNumbers, studyId, meta }: GroupToLink,
): Promise<readonly OutgoingEvent[]> {
  const group = await loadMatchGroup(transaction, tenantId, accessionNumbers, studyId);
  const versions = new Map(group.studies.map((study) => [study.studyId, study.version]));
  const now = stamp.clock.now();
  const written = await writeLinks(
    transaction,
    tenantId,
    decideLinks(group).map((decision) => ({
      ...decision,
      newId: stamp.ids.next(),
      studyVersion: versions.get(decision.studyId) ?? 1,
    })),
    { actor: meta.actor, at: now },
  );
  const linked = written.filter(({ status }) => status === "linked");
  await markLinked(
    transaction,
    tenantId,
    linked.map(({ procedureId }) => procedureId),
    now,
  );
  // Nothing but `matched` is linked by itself.
  const events = linked.map((link) => matchedEvent(stamp, tenantId, { ...link, grade: "matched" }, meta));
  await insertOutbox(transaction, tenantId, events);
  return events;
}

/** Procedures that wait are linked; a further study of one that has its study changes nothing of it. */
export async function markLinked(
  transaction: TenantTransaction,
  tenantId: string,
  procedureIds: readonly string[],
  now: Date,
): Promise<void> {
  if (procedureIds.length === 0) return;
  await transaction.query(
    `update expected_procedure set state = 'linked', study_missing = false, updated_at = $3
     where tenant_id = $1 and id = any($2) and study_missing`,
    [tenantId, procedureIds, now],
  );
}
