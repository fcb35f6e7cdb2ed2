import type { Outcome } from "@accession/core/ingestion/ingest-store";
import { type ReceiptListing, versionName } from "@accession/core/verification/verify-objects";
import type { Pool } from "pg";
import { rowsJson } from "../postgres/rows-json.ts";
import { withTenant } from "../postgres/with-tenant.ts";

interface Row {
  readonly id: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly outcome: Outcome;
  readonly landed_at: Date;
  readonly gone: boolean;
}

const AT_A_TIME = 1000;

/** Receipts of one bucket in the order of its listing. */
export function postgresReceiptListing(pool: Pool, bucket: string): ReceiptListing {
  const page = (tenantId: string, key: string, version: string | undefined) =>
    withTenant(pool, tenantId, (transaction) =>
      transaction.query<Row>(
        `select id, object_key, version_id, outcome, landed_at, gone_at is not null as gone from receipt
         where tenant_id = $1 and bucket = $2
           and ${version === undefined ? "object_key > $3" : "(object_key, version_id) > ($3, $5)"}
         order by object_key, version_id limit $4`,
        [tenantId, bucket, key, AT_A_TIME, ...(version === undefined ? [] : [version])],
      ),
    );
  return {
    async *receipts(tenantId, after) {
      let key = after ?? "";
      let version: string | undefined;
      for (;;) {
        const rows = await page(tenantId, key, version);
        for (const row of rows) {
          yield {
            id: row.id,
            key: row.object_key,
            versionId: row.version_id,
            outcome: row.outcome,
            landedAt: row.landed_at,
            gone: row.gone,
          };
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < AT_A_TIME) return;
        ({ object_key: key, version_id: version } = last);
      }
    },
    async present(tenantId, versions) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<Pick<Row, "object_key" | "version_id">>(
          `select r.object_key, r.version_id from receipt r
           join json_to_recordset($3::json) as v(key text, version text)
             on r.object_key = v.key and r.version_id = v.version
           where r.tenant_id = $1 and r.bucket = $2`,
          [tenantId, bucket, rowsJson(versions.map(({ key, versionId }) => ({ key, version: versionId })))],
        ),
      );
      return new Set(
        rows.map(({ object_key: key, version_id: versionId }) => versionName({ key, versionId })),
      );
    },
  };
}
