import type { StudyDirectory } from "@accession/core/studies/study-directory";
import type { Pool } from "pg";
import { decodeIds, encodeDateAndId, encodeIds } from "./list-cursor.ts";
import { searchStatement } from "./search-statement.ts";
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

/** The index in Postgres. Ids are UUIDv7, so their order is that of the studies' first files. */
export function postgresStudyDirectory(pool: Pool): StudyDirectory {
  return {
    async search(tenantId, search) {
      const { text, values } = searchStatement(tenantId, search);
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<StudyRow & { readonly sort_date: string }>(text, values),
      );
      const last = rows.length > search.limit ? rows[search.limit - 1] : undefined;
      return {
        items: rows.slice(0, search.limit).map(toStudy),
        cursor: last && encodeDateAndId({ date: last.sort_date, id: last.id }),
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
             frame_count, byte_count, object_key, version_id, receipt_id, file_gone_at, file_gone_as,
             (select count(*)::int from receipt r where r.tenant_id = instance.tenant_id
               and r.instance_id = instance.id and r.outcome in ('same-header', 'conflict')) as other_versions
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
