import type { Pool, PoolClient, QueryResult, QueryResultRow } from "pg";
import { isRetryable, retryTransaction } from "./retry-transaction.ts";
import { toAppError } from "./unavailable.ts";

/** A transaction in which row-level security shows and accepts the rows of one tenant only. */
export interface TenantTransaction {
  /**
   * Runs one statement. Statements go out at once and are worked off in their order: several that do not need one
   * another's answers share one round trip, also with the commit. One that is not awaited still fails the transaction.
   * Never pass a statement name: named statements pin a connection of the proxy.
   */
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** For a statement, the wait for its locks included, and for the pause until the next. */
const PATIENCE_MS = "15000";

/**
 * What a transaction may be at the same time as others of its tenant: any number of batches record objects, and none while
 * removals are recorded.
 */
export type TenantLock = "none" | "with-objects" | "alone-with-objects";

/** A lock of the transaction. A statement of its own: a time-out holds for the statements after the one that sets it. */
const LOCKS: Readonly<Record<TenantLock, string | undefined>> = {
  none: undefined,
  "with-objects": "select pg_advisory_xact_lock_shared(hashtextextended('objects ' || $1, 0))",
  "alone-with-objects": "select pg_advisory_xact_lock(hashtextextended('objects ' || $1, 0))",
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
    throw toAppError(error instanceof NotBegun ? error.cause : error);
  }
}

async function transact<Result>(
  pool: Pool,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<Result>,
  lock: TenantLock,
): Promise<Result> {
  try {
    return await attempt(pool, tenantId, work, lock);
  } catch (error) {
    if (!(error instanceof NotBegun)) throw error;
    // A frozen environment may wake with a dead connection: nothing was done on it, and one new try is safe.
    return await attempt(pool, tenantId, work, lock);
  }
}

/** The connection could not even begin a transaction. */
class NotBegun extends Error {
  override readonly name = "NotBegun";
}

async function attempt<Result>(
  pool: Pool,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<Result>,
  lock: TenantLock,
): Promise<Result> {
  const client = await pool.connect();
  const sent: Promise<QueryResult>[] = [];
  const send = <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    const answer = client.query<Row>(text, [...values]);
    // Whoever asked may be gone by the time of the answer; all answers are looked at below.
    answer.catch(() => undefined);
    sent.push(answer);
    return answer;
  };
  // Nothing waits for these: they are on the way together with the first statement of the work.
  const begun = send("begin");
  // The third argument makes all local to the transaction: a pooled connection keeps no tenant. An environment that is
  // killed or frozen within one leaves its connection, and the proxy keeps that for long: its locks must not stay.
  void send(
    `select set_config('app.tenant_id', $1, true), set_config('statement_timeout', $2, true),
       set_config('idle_in_transaction_session_timeout', $2, true)`,
    [tenantId, PATIENCE_MS],
  );
  const takeLock = LOCKS[lock];
  if (takeLock !== undefined) void send(takeLock, [tenantId]);
  try {
    const result = await work({
      query: async <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) =>
        (await send<Row>(text, values)).rows,
    });
    void send("commit");
    // Postgres takes a commit after a failed statement for a rollback, so each answer counts.
    await Promise.all(sent);
    client.release();
    return result;
  } catch (error) {
    const cause = isAborted(error) ? await firstFailure(sent, error) : error;
    await rollBack(client);
    const dead = await begun.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    throw dead === undefined ? cause : new NotBegun("no transaction could be begun", { cause: dead });
  }
}

/** True for what Postgres answers to every statement after the one that failed. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "25P02";
}

async function firstFailure(sent: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === "rejected");
  return failed?.status === "rejected" ? failed.reason : otherwise;
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
