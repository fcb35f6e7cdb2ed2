import type { Pool, PoolClient, QueryResultRow } from "pg";
import { isRetryable, retryTransaction } from "./retry-transaction.ts";
import { toAppError } from "./unavailable.ts";

/** A transaction in which row-level security shows and accepts the rows of one tenant only. */
export interface TenantTransaction {
  /** Runs one statement. Never pass a statement name: named statements pin a connection of the proxy. */
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

const STATEMENT_TIMEOUT_MS = "15000";

/**
 * What a transaction may be at the same time as others of its tenant: any number of batches record objects, and none while
 * removals are recorded.
 */
export type TenantLock = "none" | "with-objects" | "alone-with-objects";

/** A lock of the transaction, taken by the statement that begins it. */
const LOCKS: Readonly<Record<TenantLock, string>> = {
  none: "",
  "with-objects": ", pg_advisory_xact_lock_shared(hashtextextended('objects ' || $1, 0))",
  "alone-with-objects": ", pg_advisory_xact_lock(hashtextextended('objects ' || $1, 0))",
};

/**
 * The only door to the tenants' tables: one transaction with `app.tenant_id` set for it alone.
 * Commits when `work` resolves, rolls back when it rejects. A deadlock or a serialization failure
 * (40P01, 40001) is tried again, so `work` may run more than once: it must do SQL and nothing else.
 * Throws `DatabaseUnavailable` when the database is away; other errors pass through.
 */
export async function withTenant<Result>(
  pool: Pool,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<Result>,
  lock: TenantLock = "none",
): Promise<Result> {
  try {
    return await retryTransaction(() => transact(pool, tenantId, work, lock), isRetryable);
  } catch (error) {
    throw toAppError(error);
  }
}

async function transact<Result>(
  pool: Pool,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<Result>,
  lock: TenantLock,
): Promise<Result> {
  const client = await begin(pool);
  try {
    // The third argument makes both local to the transaction: a pooled connection keeps no tenant.
    await client.query(
      `select set_config('app.tenant_id', $1, true), set_config('statement_timeout', $2, true)${LOCKS[lock]}`,
      [tenantId, STATEMENT_TIMEOUT_MS],
    );
    const result = await work({
      query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
        (await client.query<Row>(text, [...values])).rows,
    });
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

/** A frozen environment may wake with a dead connection: the first statement finds out, and one new try is safe. */
async function begin(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    return client;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    const fresh = await pool.connect();
    try {
      await fresh.query("begin");
      return fresh;
    } catch (again) {
      fresh.release(again instanceof Error ? again : true);
      throw again;
    }
  }
}

async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query("rollback");
    client.release();
  } catch (error) {
    // The connection is unusable; the server rolls back when it is closed. The first error is the one to report.
    client.release(error instanceof Error ? error : true);
  }
}
