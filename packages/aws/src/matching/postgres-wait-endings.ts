import type { WaitState } from "@accession/core/matching/study-waits";
import type { WaitEndings } from "@accession/core/matching/wait-endings";
import { waitStateOf } from "@accession/core/matching/wait-state";
import type { Pool } from "pg";
import { acrossTenants } from "../postgres/across-tenants.ts";
import { withTenant } from "../postgres/with-tenant.ts";

/** Whoever ended the wait wakes the execution right after its commit: it has this long. */
const SETTLE_MS = 60_000;

interface StandingRow {
  readonly state: WaitState;
  readonly task_token: string | null;
  readonly deadline_at: Date;
  readonly correlation_id: string;
}

/** Deadlines and tokens in the procedures' rows. */
export function postgresWaitEndings(pool: Pool): WaitEndings {
  return {
    async due(now, atMost) {
      const rows = await acrossTenants<{ tenant_id: string; order_id: string }>(
        pool,
        "select tenant_id, order_id from across_tenants.unended_waits($1, $2, $3)",
        [now, new Date(now.getTime() - SETTLE_MS), atMost],
      );
      return rows.map((row) => ({ tenantId: row.tenant_id, orderId: row.order_id }));
    },
    find: ({ tenantId, orderId }) =>
      withTenant(pool, tenantId, async (transaction) => {
        const rows = await transaction.query<StandingRow>(
          `select state, task_token, deadline_at, correlation_id from expected_procedure
           where tenant_id = $1 and order_id = $2 order by line`,
          [tenantId, orderId],
        );
        const [first] = rows;
        if (first === undefined) return undefined;
        return {
          state: waitStateOf(rows.map((row) => row.state)),
          taskToken: rows.find((row) => row.task_token !== null)?.task_token ?? undefined,
          deadlineAt: first.deadline_at.toISOString(),
          correlationId: first.correlation_id,
        };
      }),
    async confirmWoken({ tenantId, orderId }, taskToken) {
      await withTenant(pool, tenantId, (transaction) =>
        transaction.query(
          // A later attempt's token stays.
          `update expected_procedure set task_token = null
           where tenant_id = $1 and order_id = $2 and task_token = $3`,
          [tenantId, orderId, taskToken],
        ),
      );
    },
  };
}
