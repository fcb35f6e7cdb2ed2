import type { OutgoingEvent } from "@accession/core/event-publisher";
import { type OutboxStore, UnreadableEvents } from "@accession/core/outbox/outbox-store";
import { envelopeSchema } from "@accession/events/envelope";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { rowsJson } from "./rows-json.ts";
import { type TenantTransaction, withTenant } from "./with-tenant.ts";

/** Writes events with the state that they tell of, in its transaction. */
export async function insertOutbox(
  transaction: TenantTransaction,
  tenantId: string,
  events: readonly OutgoingEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await transaction.query(
    `insert into outbox (tenant_id, id, source, type, aggregate_id, aggregate_version, envelope)
     select $1, e.id, e.source, e.type, e.aggregate_id, e.aggregate_version, e.envelope
     from json_to_recordset($2::json) as e(
       id uuid, source text, type text, aggregate_id uuid, aggregate_version int, envelope jsonb)`,
    [
      tenantId,
      rowsJson(
        events.map(({ source, envelope }) => ({
          id: envelope.id,
          source,
          type: envelope.type,
          aggregate_id: envelope.aggregateId,
          aggregate_version: envelope.aggregateVersion,
          envelope,
        })),
      ),
    ],
  );
}

/** The outbox of everything that has its state in Postgres: studies, rejections, payments. */
export function postgresOutbox(pool: Pool): OutboxStore {
  return {
    async unpublished(olderThan, atMost) {
      const rows = await acrossTenants<{ tenant_id: string; id: string }>(
        pool,
        "select tenant_id, id from across_tenants.unpublished_outbox($1, $2)",
        [olderThan, atMost],
      );
      return rows.map((row) => ({ tenantId: row.tenant_id, id: row.id }));
    },
    load: (tenantId, ids) =>
      withTenant(pool, tenantId, async (transaction) => {
        const rows = await transaction.query<{ id: string; source: string; envelope: unknown }>(
          `select id, source, envelope from outbox
           where tenant_id = $1 and id = any($2) and published_at is null order by created_at, id`,
          [tenantId, ids],
        );
        const unreadable: string[] = [];
        const events = rows.flatMap(({ id, source, envelope }) => {
          const { data } = envelopeSchema.safeParse(envelope);
          if (data !== undefined) return { source, envelope: data };
          unreadable.push(id);
          return [];
        });
        if (unreadable.length > 0) throw new UnreadableEvents(unreadable);
        return events;
      }),
    async postpone(tenantId, ids, until) {
      await withTenant(pool, tenantId, (transaction) =>
        transaction.query(
          `update outbox set postponed_until = $3 where tenant_id = $1 and id = any($2) and published_at is null`,
          [tenantId, ids, until],
        ),
      );
    },
    async markPublished(tenantId, ids, at) {
      await withTenant(pool, tenantId, (transaction) =>
        transaction.query(
          `update outbox set published_at = $3 where tenant_id = $1 and id = any($2) and published_at is null`,
          [tenantId, ids, at],
        ),
      );
    },
  };
}
