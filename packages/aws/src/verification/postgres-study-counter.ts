import type { StudyCounter } from "@accession/core/verification/repair-index";
import type { Pool } from "pg";
import { withTenant } from "../postgres/with-tenant.ts";

/** Counts a study and its series from their instances, under the lock that ingestion takes. */
export function postgresStudyCounter(pool: Pool): StudyCounter {
  return {
    recount: (tenantId, studyId) =>
      withTenant(pool, tenantId, async (transaction) => {
        const locked = await transaction.query(
          "select from study where tenant_id = $1 and id = $2 for update",
          [tenantId, studyId],
        );
        if (locked.length === 0) return false;
        await transaction.query(
          `update series e set instance_count = (
             select count(*) from instance i where i.tenant_id = e.tenant_id and i.series_id = e.id)
           where e.tenant_id = $1 and e.study_id = $2`,
          [tenantId, studyId],
        );
        await transaction.query(
          `update study s set
             series_count = (select count(*) from series e where e.tenant_id = s.tenant_id and e.study_id = s.id),
             instance_count = c.instances, byte_count = c.bytes,
             linked = exists (
               select from study_link l
               where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'linked')
           from (select count(*) as instances, coalesce(sum(i.byte_count), 0) as bytes from instance i
                 where i.tenant_id = $1 and i.study_id = $2) c
           where s.tenant_id = $1 and s.id = $2`,
          [tenantId, studyId],
        );
        return true;
      }),
  };
}
