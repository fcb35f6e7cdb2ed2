import type { EventStamp } from "@accession/core/matching/link-events";
import type { StudyMatches } from "@accession/core/matching/study-matches";
import type { Pool } from "pg";
import { withTenant } from "../postgres/with-tenant.ts";
import { linkGroup } from "./link-group.ts";
import { lockNumbers } from "./lock-numbers.ts";

/** The study's side of the matching. */
export function postgresStudyMatches(pool: Pool, stamp: EventStamp): StudyMatches {
  return {
    match: ({ tenantId, studyId, meta }) =>
      withTenant(pool, tenantId, async (transaction) => {
        // What a later batch adds to the study is matched by the completion that follows it.
        const rows = await transaction.query<{ accession_number: string }>(
          `select distinct n.accession_number from study s
           join study_accession_number n on n.tenant_id = s.tenant_id and n.study_id = s.id
           where s.tenant_id = $1 and s.id = $2 and s.completed_version > 0`,
          [tenantId, studyId],
        );
        const accessionNumbers = rows.map((row) => row.accession_number);
        if (accessionNumbers.length === 0) return [];
        await lockNumbers(transaction, tenantId, accessionNumbers);
        return linkGroup(transaction, stamp, { tenantId, accessionNumbers, studyId, meta });
      }),
  };
}
