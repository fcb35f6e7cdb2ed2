import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { EventStamp } from "@accession/core/matching/link-events";
import type { ClosedWait, StudyWait, StudyWaits, WaitState } from "@accession/core/matching/study-waits";
import { waitStateOf } from "@accession/core/matching/wait-state";
import type { Pool } from "pg";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";
import { linkGroup } from "./link-group.ts";
import { lockNumbers, lockOrder } from "./lock-numbers.ts";
import { registerClosed, registerWait } from "./register-wait.ts";
import { type Release, releaseWait } from "./release-wait.ts";

export interface StudyWaitsContext extends EventStamp {
  /** Publishes events that are committed; what it leaves is published from the outbox. */
  publish(tenantId: string, events: readonly OutgoingEvent[]): Promise<unknown>;
}

/** The order's side of the matching. */
export function postgresStudyWaits(pool: Pool, context: StudyWaitsContext): StudyWaits {
  return {
    async register(wait) {
      const { state, events } = await withTenant(pool, wait.tenantId, (transaction) =>
        register(transaction, context, wait),
      );
      await context.publish(wait.tenantId, events);
      return state;
    },
    settle: (tenantId, orderId) =>
      withTenant(pool, tenantId, (transaction) =>
        settle(transaction, tenantId, orderId, context.clock.now()),
      ),
    async release(tenantId, orderId, reason, meta) {
      const { taskToken, events } = await withTenant(pool, tenantId, (transaction) =>
        release(transaction, context, { tenantId, orderId, reason, meta }),
      );
      await context.publish(tenantId, events);
      return taskToken === undefined ? {} : { taskToken };
    },
    async close(wait) {
      const { events } = await withTenant(pool, wait.tenantId, (transaction) =>
        close(transaction, context, wait),
      );
      await context.publish(wait.tenantId, events);
    },
  };
}

async function register(transaction: TenantTransaction, context: EventStamp, wait: StudyWait) {
  const { tenantId, orderId, meta } = wait;
  const accessionNumbers = wait.procedures.map(({ accessionNumber }) => accessionNumber);
  await lockNumbers(transaction, tenantId, accessionNumbers);
  await registerWait(transaction, wait, context.ids, context.clock.now());
  const events = await linkGroup(transaction, context, { tenantId, accessionNumbers, meta });
  const { state } = await standing(transaction, tenantId, orderId);
  return { state, events };
}

async function settle(
  transaction: TenantTransaction,
  tenantId: string,
  orderId: string,
  now: Date,
): Promise<WaitState> {
  await lockOrder(transaction, tenantId, orderId);
  const { state } = await standing(transaction, tenantId, orderId);
  if (state === "linked") {
    await transaction.query(
      `update expected_procedure set fulfilled_at = $3, updated_at = $3
       where tenant_id = $1 and order_id = $2 and fulfilled_at is null`,
      [tenantId, orderId, now],
    );
  }
  return state;
}

async function release(transaction: TenantTransaction, context: EventStamp, wanted: Release) {
  const { tenantId, orderId, reason, meta } = wanted;
  const accessionNumbers = await lockOrder(transaction, tenantId, orderId);
  const before = await standing(transaction, tenantId, orderId);
  const { taskToken } = before;
  // The last study came in time, although the deadline passed before anybody looked.
  const inTime = reason === "expired" && before.state === "linked";
  if (accessionNumbers.length === 0 || inTime) return { taskToken, events: [] };
  const given = await releaseWait(transaction, context, wanted);
  // Another order may have been ambiguous only because of this one.
  const taken = await linkGroup(transaction, context, { tenantId, accessionNumbers, meta });
  return { taskToken, events: [...given, ...taken] };
}

async function close(transaction: TenantTransaction, context: EventStamp, wait: ClosedWait) {
  const { tenantId, orderId, meta } = wait;
  await lockNumbers(
    transaction,
    tenantId,
    wait.procedures.map(({ accessionNumber }) => accessionNumber),
  );
  await registerClosed(transaction, wait, context.ids, context.clock.now());
  return release(transaction, context, { tenantId, orderId, reason: "cancelled", meta });
}

async function standing(
  transaction: TenantTransaction,
  tenantId: string,
  orderId: string,
): Promise<{ readonly state: WaitState; readonly taskToken: string | undefined }> {
  const rows = await transaction.query<{ state: WaitState; task_token: string | null }>(
    "select state, task_token from expected_procedure where tenant_id = $1 and order_id = $2",
    [tenantId, orderId],
  );
  return {
    state: waitStateOf(rows.map((row) => row.state)),
    taskToken: rows.find((row) => row.task_token !== null)?.task_token ?? undefined,
  };
}
