import { drawFunctions, FAMILY_HEADS, FAMILY_TAILS, GIVEN_NAMES, JAPANESE_NAMES } from "./sample-draws.ts";

export interface SampleTenant {
  readonly id: string;
  readonly studies: number;
}

export interface SampleIndex {
  readonly seed: number;
  readonly tenants: readonly SampleTenant[];
  /** Instances per study are those of a hospital (52 on average) times this. */
  readonly density: number;
}

/** Runs one statement on the session of a superuser: it sets foreign keys aside, which hold by construction. */
export type RunStatement = (text: string, values?: readonly unknown[]) => Promise<unknown>;

/**
 * Fills the index of the tenants, who are registered and have nothing yet, with studies of three years up to
 * 2026-11-01: by half radiographs of two instances, CT and MR of hundreds; three studies to a patient; nineteen of
 * twenty fulfil an order. The same seed gives the same rows. All in one transaction.
 */
export async function fillIndex(run: RunStatement, { seed, tenants, density }: SampleIndex): Promise<void> {
  await run("begin");
  try {
    await run("set local session_replication_role = replica");
    await run(drawFunctions(seed));
    let first = 0;
    for (const { id, studies } of tenants) {
      await run(SAMPLE_STUDIES(first, studies), [id, density]);
      for (const statement of ROWS) await run(statement);
      await run("drop table sample_study");
      first += studies;
    }
    await run("commit");
  } catch (error) {
    await run("rollback");
    throw error;
  }
  for (const table of TABLES) await run(`vacuum (analyze) ${table}`);
}

const TABLES = ["study", "study_accession_number", "series", "instance", "receipt"].concat([
  "expected_procedure",
  "study_link",
]);

const list = (texts: readonly string[]): string =>
  `array[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(",")}]`;

/** A modality by its share of a hundred studies, with its series and instances at most. */
const MODALITIES = [
  ["CR", 30, 1, 3],
  ["DX", 20, 1, 3],
  ["US", 18, 2, 49],
  ["CT", 14, 5, 399],
  ["MR", 8, 8, 359],
  ["MG", 6, 2, 9],
  ["XA", 2, 4, 59],
  ["PT", 1, 3, 599],
  ["NM", 1, 2, 9],
] as const;

const MODALITY_OF_HUNDRED = list(MODALITIES.flatMap(([code, share]) => Array<string>(share).fill(code)));
const byModality = (index: 2 | 3): string =>
  `case modality ${MODALITIES.map((row) => `when '${row[0]}' then ${row[index]}`).join(" ")} end`;

/** What is drawn per study. The last 20 still arrive. */
const SAMPLE_STUDIES = (first: number, count: number): string => `
  create temp table sample_study as
  with drawn as (
    select $1::uuid as tenant_id, n, n - ${first} as nth,
      timestamptz '2023-11-01 06:00Z' + (n - ${first}) * (interval '1096 days' / ${count}) as at,
      pg_temp.draw(n, 1, ${Math.ceil(count / 3)}) + ${first} as patient,
      (${MODALITY_OF_HUNDRED})[1 + pg_temp.draw(n, 2, 100)] as modality
    from generate_series(${first + 1}::bigint, ${first + count}::bigint) as n)
  select tenant_id, n, at, patient, modality, pg_temp.uuid_at(at, n, 1) as id, nth > ${count} - 20 as arriving,
    1 + pg_temp.draw(n, 3, ${byModality(2)}) as series_count,
    greatest(1, round((1 + pg_temp.draw(n, 4, ${byModality(3)})) * $2::float8))::int as instance_count,
    case when pg_temp.draw(n, 5, 100) = 0 then null
      else to_char(at - pg_temp.draw(n, 6, case when pg_temp.draw(n, 7, 10) = 0 then 3650 else 3 end) * interval '1 day',
        'YYYYMMDD') end as study_date,
    case when pg_temp.draw(n, 8, 100) < 97 then 'A' || to_char(n, 'FM00000000') end as accession_number
  from drawn`;

const LINKED = "accession_number is not null and not arriving and pg_temp.draw(n, 22, 20) > 0";

const ROWS: readonly string[] = [
  `insert into study (tenant_id, id, study_instance_uid, patient_id, patient_name, patient_birth_date, patient_sex,
     study_date, study_time, study_description, accession_number, arrival_version, completed_version, quiet_after,
     series_count, instance_count, byte_count, first_arrived_at, last_arrived_at, completed_at, linked,
     correlation_id)
   select tenant_id, id, pg_temp.uid_of(id), 'P' || to_char(patient, 'FM0000000'),
     case when pg_temp.draw(patient, 10, 30) = 0 then pg_temp.pick(patient, 11, ${list(JAPANESE_NAMES)})
       else pg_temp.pick(patient, 12, ${list(FAMILY_HEADS)}) || pg_temp.pick(patient, 13, ${list(FAMILY_TAILS)})
         || '^' || pg_temp.pick(patient, 14, ${list(GIVEN_NAMES)}) end,
     to_char(date '1935-01-01' + pg_temp.draw(patient, 15, 30000), 'YYYYMMDD'),
     pg_temp.pick(patient, 16, array['F', 'M']), study_date, to_char(at, 'HH24MISS'), modality || ' of something',
     accession_number, 2, case when arriving then 1 else 2 end, at + interval '1 minute',
     least(series_count, instance_count), instance_count, instance_count * 300000::bigint, at, at, at, ${LINKED}, 'sample'
   from sample_study order by n`,
  `insert into study_accession_number (tenant_id, study_id, issuer, accession_number)
   select tenant_id, id, '', accession_number from sample_study where accession_number is not null
   union all
   select tenant_id, id, 'RIS', 'B' || to_char(n, 'FM00000000') from sample_study where pg_temp.draw(n, 20, 20) = 0`,
  `insert into series (tenant_id, id, study_id, series_instance_uid, series_number, modality, instance_count)
   select tenant_id, pg_temp.uuid_at(at, n, 100 + nth), id, pg_temp.uid_of(id) || '.' || nth, nth::text,
     case when nth > 1 and pg_temp.draw(n, 21, 10) = 0 then 'SR' else modality end,
     (instance_count + least(series_count, instance_count) - nth) / least(series_count, instance_count)
   from sample_study cross join lateral generate_series(1, least(series_count, instance_count)) as nth order by n, nth`,
  `create temp table sample_instance on commit drop as
   select tenant_id, id as study_id, at + nth * interval '1 ms' as at, n, nth,
     pg_temp.uuid_at(at, n, 100 + 1 + (nth - 1) % least(series_count, instance_count)) as series_id,
     pg_temp.uuid_at(at + nth * interval '1 ms', n * 4096 + nth, 2) as id,
     pg_temp.uuid_at(at + nth * interval '1 ms', n * 4096 + nth, 3) as receipt_id,
     pg_temp.uid_of(id) || '.9.' || nth as uid
   from sample_study cross join lateral generate_series(1, instance_count) as nth`,
  `insert into receipt (tenant_id, id, bucket, object_key, version_id, byte_count, landed_at, received_at, outcome,
     sop_instance_uid, study_id, instance_id, correlation_id)
   select tenant_id, receipt_id, 'sample', 'tenants/sample/uploads/' || n || '/' || nth, 'v' || n || '.' || nth, 300000,
     at, at, 'stored', uid, study_id, id, 'sample'
   from sample_instance order by receipt_id`,
  `insert into instance (tenant_id, id, study_id, series_id, receipt_id, sop_instance_uid, sop_class_uid,
     transfer_syntax_uid, instance_number, bucket, object_key, version_id, byte_count, attributes, stored_at)
   select tenant_id, id, study_id, series_id, receipt_id, uid, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1',
     nth::text, 'sample', 'tenants/sample/uploads/' || n || '/' || nth, 'v' || n || '.' || nth, 300000, '{}', at
   from sample_instance order by id`,
  "drop table sample_instance",
  `insert into expected_procedure (tenant_id, id, order_id, line, accession_number, modality, patient_id, state,
     deadline_at, attempt, created_at, updated_at, fulfilled_at, study_missing)
   select tenant_id, pg_temp.uuid_at(at, n, 4), pg_temp.uuid_at(at, n, 5), 1, accession_number, modality,
     'P' || to_char(patient, 'FM0000000'), 'linked', at + interval '14 days', 1, at, at, at, false
   from sample_study where ${LINKED} order by n`,
  `insert into study_link (tenant_id, id, study_id, procedure_id, study_version, status, grade, actor, created_at, updated_at)
   select tenant_id, pg_temp.uuid_at(at, n, 6), id, pg_temp.uuid_at(at, n, 4), 2, 'linked', 'matched', 'sample', at, at
   from sample_study where ${LINKED} order by n`,
];
