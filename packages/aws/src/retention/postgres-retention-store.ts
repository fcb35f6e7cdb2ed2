import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import type { DueBefore, RetentionStore } from "@accession/core/retention/sweep-retention";
import type { Pool } from "pg";
import { acrossTenants } from "../postgres/across-tenants.ts";
import { rowsJson } from "../postgres/rows-json.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { BEGUN, DUE_STUDIES, EXPIRE_WITHOUT_STUDY, PENDING } from "./retention-statements.ts";
import { retireStudy, spareStudy } from "./retire-study.ts";

/** A run ends after a minute; what one older than this left undone, nobody is at any more. */
const RUN_IS_OVER_MS = 300_000;

/** What is due by receipts, studies and links; `version_expiry` holds what is to go and what went. */
export function postgresRetentionStore(pool: Pool): RetentionStore {
  const query = <Row extends object>(text: string, tenantId: string, ...values: readonly unknown[]) =>
    withTenant(pool, tenantId, (transaction) => transaction.query<Row>(text, [tenantId, ...values]));

  /** Answers whether more is to go now. */
  async function retire(tenantId: string, due: DueBefore, now: Date, atMost: number): Promise<boolean> {
    const studies = await query<{ id: string }>(DUE_STUDIES, tenantId, due.landed, due.fulfilled, atMost);
    let versions = 0;
    for (const { id } of studies) {
      if (versions >= atMost) break;
      versions += await withTenant(pool, tenantId, (transaction) =>
        retireStudy(transaction, { tenantId, studyId: id, due, now }),
      );
    }
    const left = Math.max(0, atMost - versions);
    const loose = await query(EXPIRE_WITHOUT_STUDY, tenantId, due.landed, left, now);
    return versions + loose.length > 0;
  }

  return {
    async tenants() {
      const rows = await acrossTenants<{ id: string; retention_days: number }>(
        pool,
        "select id, retention_days from across_tenants.tenants_with_retention()",
        [],
      );
      return rows.map(({ id, retention_days }) => ({ tenantId: id, retentionDays: retention_days }));
    },

    async spare(tenantId, due, now) {
      const over = new Date(now.getTime() - RUN_IS_OVER_MS);
      for (const { id } of await query<{ id: string }>(BEGUN, tenantId, over)) {
        await withTenant(pool, tenantId, (transaction) =>
          spareStudy(transaction, { tenantId, studyId: id, due, now }),
        );
      }
    },

    async decide(tenantId, due, { now, since, atMost }) {
      const pending = () => query<VersionRow>(PENDING, tenantId, since, atMost);
      let rows = await pending();
      if (rows.length < atMost && (await retire(tenantId, due, now, atMost - rows.length))) {
        rows = await pending();
      }
      return rows.map((row) => ({ bucket: row.bucket, key: row.object_key, versionId: row.version_id }));
    },

    async putBack(tenantId, versions, at) {
      await query(`${SET} decided_at = $3, tried_at = $3 ${OF_VERSIONS}`, tenantId, rowsJson(versions), at);
    },
    async done(tenantId, versions: readonly ObjectVersion[], at) {
      await query(`${SET} deleted_at = $3 ${OF_VERSIONS}`, tenantId, rowsJson(versions), at);
    },
  };
}

interface VersionRow {
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
}

const SET = "update version_expiry e set";
const OF_VERSIONS = `
  from json_to_recordset($2::json) as o(bucket text, key text, "versionId" text)
  where e.tenant_id = $1 and e.deleted_at is null
    and (e.bucket, e.object_key, e.version_id) = (o.bucket, o.key, o."versionId")`;
