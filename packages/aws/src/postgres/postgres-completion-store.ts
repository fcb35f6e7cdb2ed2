import type { CompletionStore } from "@accession/core/studies/completion-store";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { insertOutbox } from "./postgres-outbox.ts";
import { withTenant } from "./with-tenant.ts";

interface CompletedRow {
  readonly arrival_version: number;
  readonly instance_count: number;
  readonly series_count: number;
  readonly byte_count: string;
  readonly correlation_id: string;
}

/** Due times and completions in the study's row. */
export function postgresCompletionStore(pool: Pool): CompletionStore {
  return {
    complete: (tenantId, studyId, now, eventOf) =>
      withTenant(pool, tenantId, async (transaction) => {
        // The row lock makes the second of two wait, and then see that there is nothing left to do.
        const [row] = await transaction.query<CompletedRow>(
          `update study set completed_version = arrival_version, completed_at = $3
           where tenant_id = $1 and id = $2 and completed_version < arrival_version and quiet_after <= $3
           returning arrival_version, instance_count, series_count, byte_count, correlation_id`,
          [tenantId, studyId, now],
        );
        if (row === undefined) return undefined;
        const event = eventOf({
          studyId,
          arrivalVersion: row.arrival_version,
          instanceCount: row.instance_count,
          seriesCount: row.series_count,
          byteCount: Number(row.byte_count),
          correlationId: row.correlation_id,
        });
        await insertOutbox(transaction, tenantId, [event]);
        return event;
      }),
    async due(now, atMost) {
      const rows = await acrossTenants<{ tenant_id: string; id: string }>(
        pool,
        "select tenant_id, id from across_tenants.due_studies($1, $2)",
        [now, atMost],
      );
      return rows.map((row) => ({ tenantId: row.tenant_id, studyId: row.id }));
    },
  };
}
