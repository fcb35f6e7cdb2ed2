import type { WaitState } from "@accession/core/matching/study-waits";
import type { ExpectedLine, ProcedureReading } from "@accession/core/verification/order-reading";
import type { Pool } from "pg";
import { withTenant } from "../postgres/with-tenant.ts";

interface Row {
  readonly id: string;
  readonly order_id: string;
  readonly line: number;
  readonly state: WaitState;
  readonly deadline_at: Date;
}

const COLUMNS = "id, order_id, line, state, deadline_at";
const AT_A_TIME = 1000;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** What orders expect, without whom they expect it for. */
export function postgresProcedureReading(pool: Pool): ProcedureReading {
  return {
    async ofOrders(tenantId, orderIds) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<Row>(
          `select ${COLUMNS} from expected_procedure
           where tenant_id = $1 and order_id = any($2::uuid[]) order by order_id, line`,
          [tenantId, orderIds],
        ),
      );
      return Map.groupBy(rows.map(toLine), ({ orderId }) => orderId);
    },
    async procedures(tenantId, { asOf, since }, after) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<Row>(
          `select ${COLUMNS} from expected_procedure where tenant_id = $1 and id > $2 and created_at <= $3
             and ($4::timestamptz is null or created_at >= $4) order by id limit $5`,
          [tenantId, after ?? FIRST, asOf, since ?? null, AT_A_TIME],
        ),
      );
      return { rows: rows.map(toLine), cursor: rows.length < AT_A_TIME ? undefined : rows.at(-1)?.id };
    },
  };
}

function toLine(row: Row): ExpectedLine {
  return {
    procedureId: row.id,
    orderId: row.order_id,
    line: row.line,
    state: row.state,
    deadlineAt: row.deadline_at,
  };
}
