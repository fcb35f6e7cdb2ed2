import type { ReceiptQuery } from "@accession/core/receipts/receipt-directory";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresReceiptDirectory } from "./postgres-receipt-directory.ts";
import { receiptStatement } from "./receipt-query.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { withTenant } from "./with-tenant.ts";

const RECEIPTS = 50_000;
const STUDY = "00000000-0000-4000-8000-000000000001";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = database.appPool();
  await database.owner.query(
    `insert into study (tenant_id, id, study_instance_uid, quiet_after, first_arrived_at, last_arrived_at, correlation_id)
     values ($1, $2, '1.2', now(), now(), now(), 'c')`,
    [database.demo.id, STUDY],
  );
  await database.owner.query(
    `insert into series (tenant_id, id, study_id, series_instance_uid) values ($1, $2, $2, '1.2.3')`,
    [database.demo.id, STUDY],
  );
  // Of every tenth object the version is gone; every hundredth has a reason of its own, every thousandth is of the study.
  await database.owner.query(
    `with receipts as (
       insert into receipt (tenant_id, id, bucket, object_key, version_id, byte_count, etag, checksum, landed_at, received_at,
         outcome, reason_code, sop_instance_uid, study_id, instance_id, correlation_id, gone_at, gone_as)
       select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'uploads', 'tenants/demo/uploads/' || n,
         'v' || n, n, 'e' || n, 'sha256:' || n, now(), timestamptz '2026-01-01' + n * interval '1 second',
         case when n % 1000 = 0 then 'stored' when n % 3 = 0 then 'rejected' else 'ignored' end,
         case when n % 1000 = 0 then null when n % 100 = 0 then 'rare' else 'pdf' end, '1.2.' || n,
         case when n % 1000 = 0 then $2::uuid end, case when n % 1000 = 0 then gen_random_uuid() end, 'c',
         case when n % 10 = 0 then now() end, case when n % 500 = 0 then 'removed' when n % 10 = 0 then 'expired' end
       from generate_series(1, ${RECEIPTS}) n returning *)
     insert into instance (tenant_id, id, study_id, series_id, receipt_id, sop_instance_uid, sop_class_uid,
       transfer_syntax_uid, bucket, object_key, version_id, byte_count, attributes, stored_at)
     select tenant_id, instance_id, study_id, study_id, id, sop_instance_uid, '1.2', '1.2', bucket, object_key, version_id,
       byte_count, '{}', received_at
     from receipts where instance_id is not null`,
    [database.demo.id, STUDY],
  );
  await database.owner.query("analyze receipt");
});
afterAll(() => database[Symbol.asyncDispose]());

/** Each filter, the index that answers it, and how many receipts it finds. */
const FILTERS: readonly [string, Omit<ReceiptQuery, "limit">, RegExp, number][] = [
  ["nothing", {}, /receipt_by_time/, 50],
  ["a key", { key: "tenants/demo/uploads/77" }, /receipt_by_key/, 1],
  ["the beginning of a key", { keyPrefix: "tenants/demo/uploads/4999" }, /receipt_by_key/, 11],
  ["a version", { versionId: "v77" }, /receipt_by_version/, 1],
  ["a SOP Instance UID", { sopInstanceUid: "1.2.77" }, /receipt_by_instance_uid/, 1],
  ["a checksum", { checksum: "sha256:77" }, /receipt_by_checksum/, 1],
  ["an etag", { etag: "e77" }, /receipt_by_etag/, 1],
  ["an outcome", { outcome: "rejected" }, /receipt_by_(outcome|time)/, 50],
  ["an outcome that none has", { outcome: "conflict" }, /receipt_by_outcome/, 0],
  ["an end", { outcome: "removed" }, /receipt_by_(end|time)/, 50],
  ["a reason", { reason: "rare" }, /receipt_by_(reason|time)/, 50],
  ["a study", { studyId: STUDY }, /receipt_by_(study|time)/, 50],
  [
    "a time",
    { since: new Date("2026-01-01T00:01:00Z"), until: new Date("2026-01-01T00:02:00Z") },
    /receipt_by_time/,
    50,
  ],
];

describe(`finding receipts among ${RECEIPTS}`, () => {
  it.each(FILTERS)("by %s goes by an index", async (_, filter, index, count) => {
    const query = { ...filter, limit: 50 };
    const { text, values } = receiptStatement(database.demo.id, query, "/cursor");
    const plan = await withTenant(pool, database.demo.id, (transaction) =>
      transaction.query<{ "QUERY PLAN": string }>(`explain ${text}`, values),
    );
    const lines = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(lines).toMatch(index);
    expect(lines).not.toContain("Seq Scan on receipt");
    const found = await postgresReceiptDirectory(pool).list(database.demo.id, query);
    expect(found.items).toHaveLength(count);
  });

  it.each(["key", "versionId", "sopInstanceUid", "checksum", "etag"])(
    "finds nothing by a %s that Postgres cannot hold",
    async (name) => {
      const query = { [name]: "a\u0000b", limit: 50 };
      const found = await postgresReceiptDirectory(pool).list(database.demo.id, query);
      expect(found.items).toEqual([]);
    },
  );

  it("goes on behind a cursor, without one twice or missing", async () => {
    const directory = postgresReceiptDirectory(pool);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await directory.list(database.demo.id, { outcome: "removed", limit: 30, cursor });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(100);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
  });
});
