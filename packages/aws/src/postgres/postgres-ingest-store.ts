import type {
  IngestBatch,
  IngestRecord,
  IngestStore,
  Outcome,
  RejectedObject,
  StudyChange,
} from "@accession/core/ingestion/ingest-store";
import { SYSTEM_TENANT_ID } from "@accession/core/tenants/tenant-directory";
import type { Pool } from "pg";
import { allInOrder } from "./all-in-order.ts";
import { changeReceipts } from "./change-receipts.ts";
import { settleReplaced, takeOut } from "./give-way.ts";
import { insertInstances, insertReceipts, type WrittenReceipts } from "./insert-receipts.ts";
import { freshObjects, handOver, keepRejections } from "./judge-anew.ts";
import { knownInstances, receiptedVersions } from "./known-versions.ts";
import { knownPlaces, type PlaceIds, placeIds, studyIdOf } from "./place-ids.ts";
import { type BatchPlan, type PlannedInstance, type PlannedReceipt, planBatch } from "./plan-batch.ts";
import { insertOutbox } from "./postgres-outbox.ts";
import { LostRace } from "./retry-transaction.ts";
import { holdStudies, reviveStudies } from "./revive-studies.ts";
import { rowsJson } from "./rows-json.ts";
import { settleFiles } from "./settle-files.ts";
import { upsertSeries } from "./upsert-series.ts";
import { addAccessionNumbers, upsertStudies } from "./upsert-studies.ts";
import { type TenantTransaction, withTenant } from "./with-tenant.ts";

/** Receipts, studies, series, instances and their events, one transaction per batch. */
export function postgresIngestStore(pool: Pool): IngestStore {
  return {
    record: (batch) =>
      withTenant(pool, batch.tenantId, (transaction) => record(transaction, batch), "with-objects"),
    handOver: (objects, now) =>
      withTenant(
        pool,
        SYSTEM_TENANT_ID,
        (transaction) => handOver(transaction, objects, now),
        "with-objects",
      ),
  };
}

async function record(transaction: TenantTransaction, batch: IngestBatch): Promise<IngestRecord> {
  const versions = batch.objects.map(({ object }) => object);
  const uids = batch.objects.flatMap(({ verdict }) =>
    verdict.kind === "instance" ? [verdict.facts.sopInstanceUid] : [],
  );
  const [receipted, instances, places] = await allInOrder([
    receiptedVersions(transaction, batch.tenantId, versions),
    knownInstances(transaction, batch.tenantId, uids),
    knownPlaces(transaction, batch),
  ]);
  const fresh = freshObjects(batch.objects, receipted);
  const plan = planBatch(batch, fresh, instances);

  const { written, studies } = await write(transaction, batch, plan, places);
  const receipts = plan.receipts.filter(({ id }) => written.has(id));
  const changes = { studies, rejected: receipts.flatMap(toRejected) };
  const events = batch.eventsOf(changes);
  // Goes out with the commit, which fails when it does.
  insertOutbox(transaction, batch.tenantId, events).catch(() => undefined);
  const { undecided, needs } = plan;
  // What is judged anew landed whenever: it says nothing of the time that it takes.
  const landings = receipts.flatMap(({ anew, object }) => (anew ? [] : [object.landedAt]));
  return { changes, events, outcomes: countOutcomes(receipts), landings, undecided, needs };
}

async function write(
  transaction: TenantTransaction,
  batch: IngestBatch,
  plan: BatchPlan,
  known: PlaceIds,
): Promise<{ written: ReadonlySet<string>; studies: readonly StudyChange[] }> {
  const { receipts, instances, replaced } = plan;
  if (receipts.length === 0) return { written: new Set(), studies: [] };
  await changeReceipts(transaction, batch, plan.changes);
  await keepRejections(
    transaction,
    batch,
    receipts
      .filter(({ anew }) => anew)
      .map(({ id, object }) => ({ receiptId: id, correlationId: object.eventId })),
  );
  const found = [...new Set(plan.studyOfInstance.values())];
  if (instances.length === 0) {
    const [, written] = await allInOrder([
      holdStudies(transaction, batch.tenantId, found),
      insertReceipts(transaction, batch, receipts, plan.studyOfInstance).then((done) =>
        checked(done, receipts),
      ),
      reviveStudies(transaction, batch, found),
    ]);
    await settleFiles(transaction, batch.tenantId, [...plan.goneInstances, ...written.goneInstances]);
    return { written: written.ids, studies: [] };
  }
  const ids = placeIds(batch, instances, known);
  const studyOfInstance = new Map([
    ...plan.studyOfInstance,
    ...instances.map((instance) => [instance.id, studyIdOf(instance, ids)] as const),
  ]);
  const [, , , , written, , , , studies] = await allInOrder([
    holdStudies(transaction, batch.tenantId, found),
    takeOut(transaction, batch, replaced),
    upsertStudies(transaction, batch, instances, ids),
    upsertSeries(transaction, batch, instances, ids),
    insertReceipts(transaction, batch, receipts, studyOfInstance).then((done) => checked(done, receipts)),
    insertInstances(transaction, batch, instances, ids).then((inserted) => {
      if (inserted < instances.length) throw new LostRace();
    }),
    addAccessionNumbers(transaction, batch, instances, ids),
    settleReplaced(transaction, batch, replaced),
    countUp(transaction, batch, instances, ids),
    reviveStudies(transaction, batch, found),
  ]);
  await settleFiles(transaction, batch.tenantId, [...plan.goneInstances, ...written.goneInstances]);
  return { written: written.ids, studies };
}

/** Another batch brought the same version or the same instance in the meantime: from the start, it will be seen. */
function checked(written: WrittenReceipts, receipts: readonly PlannedReceipt[]): WrittenReceipts {
  if (receipts.some(({ id, instanceId }) => instanceId !== undefined && !written.ids.has(id)))
    throw new LostRace();
  return written;
}

/** Moves the studies' counters, versions and due times: one version per study and batch. */
async function countUp(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  ids: PlaceIds,
): Promise<readonly StudyChange[]> {
  const groups = Map.groupBy(instances, (instance) => studyIdOf(instance, ids));
  const rows = [...groups].map(([id, group]) => ({
    id,
    instances: group.length,
    bytes: group.reduce((sum, { object }) => sum + object.size, 0),
    correlation_id: group[0]?.object.eventId,
  }));
  const studies = await transaction.query<{
    id: string;
    arrival_version: number;
    instance_count: number;
    series_count: number;
    correlation_id: string;
  }>(
    `update study s set
       arrival_version = s.arrival_version + 1,
       instance_count = s.instance_count + r.instances,
       -- Their study's row is locked, so nobody else makes one.
       series_count = (select count(*) from series e where e.tenant_id = $1 and e.study_id = s.id),
       byte_count = s.byte_count + r.bytes,
       quiet_after = greatest(s.quiet_after, $3),
       retired_at = null,
       correlation_id = r.correlation_id
     from json_to_recordset($2::json) as r(
       id uuid, instances int, bytes bigint, correlation_id text)
     where s.tenant_id = $1 and s.id = r.id
     returning s.id, s.arrival_version, s.instance_count, s.series_count, s.correlation_id`,
    [batch.tenantId, rowsJson(rows), batch.quietAfter],
  );
  return studies.map((study) => ({
    studyId: study.id,
    arrivalVersion: study.arrival_version,
    instancesAdded: groups.get(study.id)?.length ?? 0,
    instanceCount: study.instance_count,
    seriesCount: study.series_count,
    correlationId: study.correlation_id,
  }));
}

function toRejected(receipt: PlannedReceipt): readonly RejectedObject[] {
  // A rejection is told once, also when its reason changes.
  if (receipt.outcome !== "rejected" || receipt.reason === undefined || receipt.anew) return [];
  return [
    {
      receiptId: receipt.id,
      reasonCode: receipt.reason.code,
      // PS3.18 table I.2-2, "Processing failure", where a refusal names no status of its own.
      failureStatus: receipt.reason.status ?? 0x0110,
      correlationId: receipt.object.eventId,
    },
  ];
}

function countOutcomes(receipts: readonly PlannedReceipt[]): ReadonlyMap<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of receipts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
