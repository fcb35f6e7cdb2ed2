import { WORKLIST_STATES } from "@accession/core/matching/worklist";
import { fillIndex } from "@accession/testing/studies/fill-index";
import { fullReads, type PlanNode } from "@accession/testing/studies/plan-scans";
import { drawer, SEARCH_KINDS } from "@accession/testing/studies/sample-searches";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unlinkedStudies } from "../matching/worklist-statements.ts";
import { postgresStudyDirectory } from "./postgres-study-directory.ts";
import { searchStatement } from "./search-statement.ts";
import type { Statement } from "./statement.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { withTenant } from "./with-tenant.ts";

const STUDIES = { demo: 3000, other: 2000 };
let database: TestDatabase;
let pool: Pool;
/** Some 50,000 instances. */
beforeAll(async () => {
  database = await testDatabase();
  pool = database.appPool();
  const tenants = [
    { id: database.demo.id, studies: STUDIES.demo },
    { id: database.other.id, studies: STUDIES.other },
  ];
  await fillIndex((text, values) => database.owner.query(text, values && [...values]), {
    seed: 1,
    tenants,
    density: 0.2,
  });
});
afterAll(() => database[Symbol.asyncDispose]());

async function readInFull(
  { text, values }: Statement,
  { withoutIndexes = false } = {},
): Promise<readonly string[]> {
  const [row] = await withTenant(pool, database.demo.id, async (transaction) => {
    const ways = withoutIndexes ? ["indexscan", "indexonlyscan", "bitmapscan"] : [];
    for (const way of ways) await transaction.query(`set local enable_${way} = off`);
    return await transaction.query<{ "QUERY PLAN": readonly [{ Plan: PlanNode }] }>(
      `explain (format json) ${text}`,
      values,
    );
  });
  if (row === undefined) throw new Error("no plan");
  return fullReads(row["QUERY PLAN"][0].Plan);
}

const draw = drawer(3, STUDIES.demo, 0);

it.each(SEARCH_KINDS)("reads no table in full to search by $name", async ({ next }) => {
  for (let nth = 0; nth < 5; nth++) {
    const search = { ...next(draw), limit: 50 };
    expect([search, await readInFull(searchStatement(database.demo.id, search))]).toEqual([search, []]);
  }
});

it.each([undefined, ...WORKLIST_STATES])("reads no table in full for the worklist: %s", async (state) => {
  expect(await readInFull(unlinkedStudies(database.demo.id, { state, limit: 50 }))).toEqual([]);
});

it("sees a plan that does read tables in full", async () => {
  const statement = searchStatement(database.demo.id, { modality: "CT", limit: 50 });
  // The planner is left no other way, whatever its statistics say.
  expect(new Set(await readInFull(statement, { withoutIndexes: true }))).toEqual(
    new Set(["study", "series", "study_accession_number"]),
  );
});

it("pages through everything of a kind in one order, each study once", async () => {
  const studies = postgresStudyDirectory(pool);
  const search = { modality: "CT", studyDateFrom: "20240101", limit: 37 };
  const found: { id: string; studyDate: string | undefined }[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await studies.search(database.demo.id, { ...search, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  }
  const { rows } = await database.owner.query<{ id: string }>(
    `select s.id from study s where s.tenant_id = $1 and s.sort_date >= '20240101' and exists (
       select from series e where e.tenant_id = s.tenant_id and e.study_id = s.id and e.modality = 'CT')
     order by s.sort_date desc, s.id desc`,
    [database.demo.id],
  );
  expect(rows.length).toBeGreaterThan(100);
  expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});
