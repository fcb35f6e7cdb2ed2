import type { StudyDirectory, StudySearch } from "@accession/core/studies/study-directory";
import type { Pool } from "pg";
import { decodeIds, encodeIds } from "./list-cursor.ts";
import {
  type InstanceRow,
  type SeriesRow,
  STUDY_COLUMNS,
  type StudyRow,
  toInstance,
  toSeries,
  toStudy,
} from "./study-row.ts";
import { withTenant } from "./with-tenant.ts";

// Constants decide at planning which conditions are there, so each combination gets its index.
const SEARCH = `
  select ${STUDY_COLUMNS} from study s
  where s.tenant_id = $1
    and ($2::uuid is null or s.id < $2)
    and ($3::text is null or s.patient_id = $3)
    and ($4::text is null or exists (select from study_accession_number a
      where a.tenant_id = s.tenant_id and a.accession_number = $4 and a.study_id = s.id))
    and ($5::text is null or s.study_instance_uid = $5)
    and ($6::text is null or exists (select from series e
      where e.tenant_id = s.tenant_id and e.modality = $6 and e.study_id = s.id))
    and ($7::boolean is null or (s.completed_version = s.arrival_version) = $7)
    and ($8::text is null or s.study_date >= $8)
    and ($9::text is null or s.study_date <= $9)
  order by s.id desc limit $10`;

/** Ids are UUIDv7, so their order is that of the studies' first files. */
export function postgresStudyDirectory(pool: Pool): StudyDirectory {
  return {
    async search(tenantId, search) {
      const values = searchValues(tenantId, search);
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<StudyRow>(SEARCH, values),
      );
      const items = rows.slice(0, search.limit).map(toStudy);
      const last = items.at(-1);
      return {
        items,
        cursor: rows.length > search.limit && last !== undefined ? encodeIds([last.id]) : undefined,
      };
    },

    get: (tenantId, studyId) =>
      withTenant(pool, tenantId, async (transaction) => {
        const [study] = await transaction.query<StudyRow>(
          `select ${STUDY_COLUMNS} from study s where s.tenant_id = $1 and s.id = $2`,
          [tenantId, studyId],
        );
        if (study === undefined) return undefined;
        const series = await transaction.query<SeriesRow>(
          `select id, series_instance_uid, series_number, series_description, modality, body_part_examined,
             instance_count
           from series where tenant_id = $1 and study_id = $2 order by id`,
          [tenantId, studyId],
        );
        return { study: toStudy(study), series: series.map(toSeries) };
      }),

    async instances(tenantId, studyId, page) {
      const [seriesId, id] = page.cursor === undefined ? [] : decodeIds(page.cursor, 2, "/query/cursor");
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<InstanceRow>(
          `select id, series_id, sop_instance_uid, sop_class_uid, instance_number, row_count, column_count,
             frame_count, byte_count, object_key, version_id
           from instance where tenant_id = $1 and study_id = $2
             and ($3::uuid is null or (series_id, id) > ($3, $4::uuid))
           order by series_id, id limit $5`,
          [tenantId, studyId, seriesId, id, page.limit + 1],
        ),
      );
      const items = rows.slice(0, page.limit).map(toInstance);
      const last = items.at(-1);
      const more = rows.length > page.limit && last !== undefined;
      return { items, cursor: more ? encodeIds([last.seriesId, last.id]) : undefined };
    },
  };
}

function searchValues(tenantId: string, search: StudySearch): readonly unknown[] {
  const [after] = search.cursor === undefined ? [] : decodeIds(search.cursor, 1, "/cursor");
  return [
    tenantId,
    after,
    search.patientId,
    search.accessionNumber,
    search.studyInstanceUid,
    search.modality,
    search.state === undefined ? undefined : search.state === "complete",
    search.studyDateFrom,
    search.studyDateTo,
    search.limit + 1,
  ];
}
