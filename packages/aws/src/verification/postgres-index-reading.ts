import type { WaitState } from "@accession/core/matching/study-waits";
import type { IndexReading, Rows, StudyCount } from "@accession/core/verification/index-reading";
import type { Scope } from "@accession/core/verification/verification";
import type { Pool } from "pg";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";

const AT_A_TIME = 2000;
/** Each is counted anew from its instances. */
const STUDIES_AT_A_TIME = 200;

interface Request {
  readonly sql: string;
  readonly limit: number;
}

/**
 * Reads what the index holds, in the order of ids. Each statement has the tenant as $1, the last id as $2, the
 * watermark as $3, the beginning as $4, how many as $5, and answers `id`.
 */
export function postgresIndexReading(pool: Pool): IndexReading {
  const read =
    <Row extends { readonly id: string }, Item>({ sql, limit }: Request, toItem: (row: Row) => Item) =>
    async (tenantId: string, { asOf, since }: Scope, after: string | undefined): Promise<Rows<Item>> => {
      const rows = await withTenant(pool, tenantId, (transaction: TenantTransaction) =>
        transaction.query<Row>(sql, [tenantId, after ?? FIRST, asOf, since ?? null, limit]),
      );
      return { rows: rows.map(toItem), cursor: rows.length < limit ? undefined : rows.at(-1)?.id };
    };

  return {
    storedReceipts: read<ReceiptRow, ReturnType<typeof toReceipt>>(
      { sql: RECEIPTS, limit: AT_A_TIME },
      toReceipt,
    ),
    instances: read<InstanceRow, ReturnType<typeof toInstance>>(
      { sql: INSTANCES, limit: AT_A_TIME },
      toInstance,
    ),
    studies: read<StudyRow, ReturnType<typeof toStudy>>({ sql: STUDIES, limit: STUDIES_AT_A_TIME }, toStudy),
    procedures: read<ProcedureRow, ReturnType<typeof toProcedure>>(
      { sql: PROCEDURES, limit: AT_A_TIME },
      toProcedure,
    ),
    outbox: read<EventRow, ReturnType<typeof toEvent>>({ sql: OUTBOX, limit: AT_A_TIME }, toEvent),
  };
}

/** Below every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

interface ReceiptRow {
  readonly id: string;
  readonly names: string | null;
  readonly named_by: string | null;
}
const RECEIPTS = `
  select r.id, r.instance_id as names, i.id as named_by
  from receipt r left join instance i on i.tenant_id = r.tenant_id and i.receipt_id = r.id
  where r.tenant_id = $1 and r.id > $2 and r.outcome = 'stored'
    and r.received_at <= $3 and ($4::timestamptz is null or r.landed_at >= $4)
  order by r.id limit $5`;
const toReceipt = ({ id, names, named_by: namedBy }: ReceiptRow) => ({
  receiptId: id,
  names: names ?? undefined,
  namedBy: namedBy ?? undefined,
});

interface InstanceRow {
  readonly id: string;
  readonly outcome: string | null;
  readonly same_object: boolean;
}
// Its file may be an identical version's, when the stored one is gone; and says whether it is gone as the receipt does.
const INSTANCES = `
  select i.id, r.outcome, coalesce(r.instance_id = i.id, false) and exists (
    select from receipt f
    where f.tenant_id = i.tenant_id and f.bucket = i.bucket and f.object_key = i.object_key
      and f.version_id = i.version_id and f.instance_id = i.id and f.outcome in ('stored', 'identical')
      and (f.gone_at is null) = (i.file_gone_at is null)) as same_object
  from instance i left join receipt r on r.tenant_id = i.tenant_id and r.id = i.receipt_id
  where i.tenant_id = $1 and i.id > $2 and i.stored_at <= $3 and ($4::timestamptz is null or i.stored_at >= $4)
  order by i.id limit $5`;
const toInstance = ({ id, outcome, same_object: sameObject }: InstanceRow) => ({
  instanceId: id,
  receiptOutcome: outcome ?? undefined,
  sameObject,
});

interface StudyRow {
  readonly id: string;
  readonly series_count: number;
  readonly instance_count: number;
  readonly byte_count: string;
  readonly series: string;
  readonly instances: string;
  readonly bytes: string;
  readonly wrong_series: string;
  readonly arrival_version: number;
  readonly completed_version: number;
  readonly quiet_after: Date;
  readonly linked: boolean;
  readonly has_link: boolean;
}
// One statement sees one moment, so a study that is written meanwhile is counted before or after.
const STUDIES = `
  select s.id, s.series_count, s.instance_count, s.byte_count, s.arrival_version, s.completed_version, s.quiet_after,
    c.series, c.instances, c.bytes, c.wrong_series, s.linked, exists (
      select from study_link l where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'linked') as has_link
  from study s cross join lateral (
    select count(*) as series, coalesce(sum(e.has), 0) as instances, coalesce(sum(e.bytes), 0) as bytes,
      count(*) filter (where e.instance_count <> e.has) as wrong_series
    from (
      select e.id, e.instance_count, count(i.id) as has, coalesce(sum(i.byte_count), 0) as bytes
      from series e left join instance i on i.tenant_id = e.tenant_id and i.series_id = e.id and i.study_id = s.id
      where e.tenant_id = s.tenant_id and e.study_id = s.id group by e.id, e.instance_count) e) c
  where s.tenant_id = $1 and s.id > $2 and s.first_arrived_at <= $3
    and ($4::timestamptz is null or s.last_arrived_at >= $4)
  order by s.id limit $5`;
const toStudy = (row: StudyRow) => ({
  studyId: row.id,
  says: count(row.series_count, row.instance_count, row.byte_count),
  has: count(row.series, row.instances, row.bytes),
  wrongSeries: Number(row.wrong_series),
  arrivalVersion: row.arrival_version,
  completedVersion: row.completed_version,
  quietAfter: row.quiet_after,
  saysLinked: row.linked,
  isLinked: row.has_link,
});
/** Counts of Postgres are bigints, which arrive as text. */
const count = (series: number | string, instances: number | string, bytes: number | string): StudyCount => ({
  series: Number(series),
  instances: Number(instances),
  bytes: Number(bytes),
});

interface ProcedureRow {
  readonly id: string;
  readonly order_id: string;
  readonly state: WaitState;
  readonly study_missing: boolean;
  readonly fulfilled: boolean;
  readonly linked: string;
  readonly proposed: string;
}
const PROCEDURES = `
  select p.id, p.order_id, p.state, p.study_missing, p.fulfilled_at is not null as fulfilled, l.linked, l.proposed
  from expected_procedure p cross join lateral (
    select count(*) filter (where l.status = 'linked') as linked,
      count(*) filter (where l.status = 'proposed') as proposed
    from study_link l where l.tenant_id = p.tenant_id and l.procedure_id = p.id) l
  where p.tenant_id = $1 and p.id > $2 and p.created_at <= $3 and ($4::timestamptz is null or p.created_at >= $4)
  order by p.id limit $5`;
const toProcedure = (row: ProcedureRow) => ({
  procedureId: row.id,
  orderId: row.order_id,
  state: row.state,
  studyMissing: row.study_missing,
  fulfilled: row.fulfilled,
  linked: Number(row.linked),
  proposed: Number(row.proposed),
});

interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly published: boolean;
}
const OUTBOX = `
  select id, type, published_at is not null as published from outbox
  where tenant_id = $1 and id > $2 and created_at <= $3 and ($4::timestamptz is null or created_at >= $4)
  order by id limit $5`;
const toEvent = ({ id, type, published }: EventRow) => ({ eventId: id, type, published });
