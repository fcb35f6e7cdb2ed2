import type { OutgoingEvent } from "@accession/core/event-publisher";
import { type EventStamp, unmatchedEvent } from "@accession/core/matching/link-events";
import type { ReleaseReason } from "@accession/core/matching/study-waits";
import type { EventMeta } from "@accession/events/envelope";
import { insertOutbox } from "../postgres/postgres-outbox.ts";
import type { TenantTransaction } from "../postgres/with-tenant.ts";
import { type LinkToWrite, writeLinks } from "./write-links.ts";

export interface Release {
  readonly tenantId: string;
  readonly orderId: string;
  readonly reason: ReleaseReason;
  readonly meta: EventMeta;
}

interface OpenLinkRow {
  readonly study_id: string;
  readonly study_version: number;
  readonly procedure_id: string;
  readonly status: "linked" | "proposed";
  readonly grade: LinkToWrite["grade"];
  readonly reasons: LinkToWrite["reasons"];
}

/** Ends the wait of an order and gives its studies back; the locks of its numbers are held. */
export async function releaseWait(
  transaction: TenantTransaction,
  stamp: EventStamp,
  { tenantId, orderId, reason, meta }: Release,
): Promise<readonly OutgoingEvent[]> {
  const now = stamp.clock.now();
  const released = await transaction.query<{ id: string }>(
    `update expected_procedure set state = $3, fulfilled_at = null, study_missing = false,
       updated_at = $4
     where tenant_id = $1 and order_id = $2 and state in ('waiting', 'linked') returning id`,
    [tenantId, orderId, reason, now],
  );
  const open = await transaction.query<OpenLinkRow>(
    `select study_id, study_version, procedure_id, status, grade, reasons from study_link
     where tenant_id = $1 and procedure_id = any($2) and status in ('linked', 'proposed')`,
    [tenantId, released.map(({ id }) => id)],
  );
  const written = await writeLinks(
    transaction,
    tenantId,
    open.map((row) => ({
      newId: stamp.ids.next(),
      studyId: row.study_id,
      studyVersion: row.study_version,
      procedureId: row.procedure_id,
      status: row.status === "linked" ? "unlinked" : "withdrawn",
      grade: row.grade,
      reasons: row.reasons,
    })),
    { actor: meta.actor, at: now },
  );
  const events = written
    .filter(({ status }) => status === "unlinked")
    .map((link) => unmatchedEvent(stamp, tenantId, { ...link, cause: reason, fulfilled: false }, meta));
  await insertOutbox(transaction, tenantId, events);
  return events;
}
