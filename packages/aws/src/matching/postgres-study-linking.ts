import { AppError } from "@accession/core/errors";
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { DecidedLink, HandDecision, StudyLinking } from "@accession/core/matching/link-by-hand";
import { type EventStamp, matchedEvent, unmatchedEvent } from "@accession/core/matching/link-events";
import {
  LinkNotFound,
  ProcedureNotFound,
  ProcedureReleased,
  StudyArriving,
  StudyRetired,
} from "@accession/core/matching/linking-errors";
import type { Pool } from "pg";
import { insertOutbox } from "../postgres/postgres-outbox.ts";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";
import { findLink, findProcedure, type LockedProcedure, wasDecided } from "./hand-link-rows.ts";
import { linkGroup, markLinked } from "./link-group.ts";
import { lockNumbers } from "./lock-numbers.ts";
import { type LinkToWrite, type WrittenLink, writeLinks } from "./write-links.ts";

/** What people decide about links. */
export function postgresStudyLinking(pool: Pool, stamp: EventStamp): StudyLinking {
  const decide =
    (change: typeof link) =>
    (decision: HandDecision): Promise<DecidedLink> =>
      withTenant(pool, decision.tenantId, async (transaction) => {
        const procedure = await lockedProcedure(transaction, decision);
        const done = await wasDecided(transaction, decision.tenantId, decision.requestKey);
        const events = done ? [] : await changeAndMatch(transaction, stamp, procedure, decision, change);
        const decided = await findLink(transaction, decision.tenantId, decision);
        if (decided === undefined) throw new LinkNotFound();
        return { link: decided, events };
      });
  return {
    link: decide(link),
    unlink: decide(unlink),
    find: (tenantId, pair) =>
      withTenant(pool, tenantId, (transaction) => findLink(transaction, tenantId, pair)),
  };
}

type Change = (
  transaction: TenantTransaction,
  stamp: EventStamp,
  procedure: LockedProcedure,
  decision: HandDecision,
) => Promise<readonly OutgoingEvent[]>;

/**
 * What a person decides may free or contest what else has the number. That is decided here: a replay of the study's
 * event, which decides it too, would otherwise make an order go on.
 */
async function changeAndMatch(
  transaction: TenantTransaction,
  stamp: EventStamp,
  procedure: LockedProcedure,
  decision: HandDecision,
  change: Change,
): Promise<readonly OutgoingEvent[]> {
  const { tenantId, meta } = decision;
  const changed = await change(transaction, stamp, procedure, decision);
  await insertOutbox(transaction, tenantId, changed);
  const matched = await linkGroup(transaction, stamp, {
    tenantId,
    accessionNumbers: [procedure.accessionNumber],
    meta: { ...meta, actor: MATCHER },
  });
  return [...changed, ...matched];
}

/** Who decides where no person did. */
const MATCHER = "match-study";

const link: Change = async (transaction, stamp, procedure, decision) => {
  const { tenantId, studyId, meta } = decision;
  if (procedure.state === "expired" || procedure.state === "cancelled") throw new ProcedureReleased();
  const study = await lockedStudy(transaction, tenantId, studyId);
  const present = await findLink(transaction, tenantId, decision);
  if (present?.status === "linked") return [];
  if (study.is_retired) throw new StudyRetired();
  const reasons = [...(present?.reasons ?? []).filter((reason) => reason !== "by-hand"), "by-hand" as const];
  const written = await write(transaction, stamp, decision, {
    studyVersion: study.completed_version,
    procedureId: procedure.id,
    status: "linked",
    grade: "manual",
    reasons,
  });
  await markLinked(transaction, tenantId, [procedure.id], stamp.clock.now());
  return [matchedEvent(stamp, tenantId, { ...written, grade: "manual" }, meta)];
};

const unlink: Change = async (transaction, stamp, procedure, decision) => {
  const { tenantId, meta } = decision;
  const present = await findLink(transaction, tenantId, decision);
  if (present === undefined) throw new LinkNotFound();
  if (present.status === "unlinked") return [];
  const written = await write(transaction, stamp, decision, {
    studyVersion: present.studyVersion,
    procedureId: procedure.id,
    status: "unlinked",
    grade: present.grade,
    reasons: present.reasons,
  });
  if (present.status !== "linked") return [];
  const left = await giveUp(transaction, tenantId, procedure.id, stamp.clock.now());
  const fulfilled = left && procedure.fulfilled;
  return [unmatchedEvent(stamp, tenantId, { ...written, cause: "by-hand", fulfilled }, meta)];
};

/** The procedure, read under the lock of its number. */
async function lockedProcedure(
  transaction: TenantTransaction,
  { tenantId, orderId, line }: HandDecision,
): Promise<LockedProcedure> {
  const found = await findProcedure(transaction, tenantId, orderId, line);
  if (found === undefined) throw new ProcedureNotFound();
  await lockNumbers(transaction, tenantId, [found.accessionNumber]);
  return (await findProcedure(transaction, tenantId, orderId, line)) ?? found;
}

/** The study under its row's lock: it may carry other numbers than the procedure's, whose lock does not keep it. */
async function lockedStudy(
  transaction: TenantTransaction,
  tenantId: string,
  studyId: string,
): Promise<{ readonly completed_version: number; readonly is_retired: boolean }> {
  const [study] = await transaction.query<{ completed_version: number; is_retired: boolean }>(
    `select completed_version, retired_at is not null as is_retired from study
     where tenant_id = $1 and id = $2 for no key update`,
    [tenantId, studyId],
  );
  if (study === undefined) throw new AppError("not-found", "study.not-found", "There is no such study.");
  if (study.completed_version === 0) throw new StudyArriving();
  return study;
}

async function write(
  transaction: TenantTransaction,
  stamp: EventStamp,
  { tenantId, studyId, note, requestKey, meta }: HandDecision,
  wanted: Omit<LinkToWrite, "newId" | "studyId">,
): Promise<WrittenLink> {
  const [written] = await writeLinks(
    transaction,
    tenantId,
    [{ ...wanted, studyId, newId: stamp.ids.next() }],
    { actor: meta.actor, at: stamp.clock.now(), note, requestKey },
  );
  if (written === undefined) throw new Error("a link that was just written is not there");
  return written;
}

/** True when no study is left: the procedure is on the worklist, and waits again if its order did not go on yet. */
async function giveUp(
  transaction: TenantTransaction,
  tenantId: string,
  procedureId: string,
  now: Date,
): Promise<boolean> {
  const left = await transaction.query(
    `update expected_procedure p set
       state = case when p.fulfilled_at is null then 'waiting' else p.state end, study_missing = true, updated_at = $3
     where p.tenant_id = $1 and p.id = $2 and p.state = 'linked' and not exists (
       select from study_link l where l.tenant_id = $1 and l.procedure_id = $2 and l.status = 'linked')
     returning p.id`,
    [tenantId, procedureId, now],
  );
  return left.length > 0;
}
