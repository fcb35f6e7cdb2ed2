import { cpus } from "node:os";
import { postgresWorklist } from "@accession/aws/matching/postgres-worklist";
import { unlinkedStudies } from "@accession/aws/matching/worklist-statements";
import { postgresStudyDirectory } from "@accession/aws/postgres/postgres-study-directory";
import { searchStatement } from "@accession/aws/postgres/search-statement";
import { WORKLIST_STATES } from "@accession/core/matching/worklist";
import { drawer, SEARCH_KINDS } from "@accession/testing/studies/sample-searches";
import { measureKind, type RequestKind } from "./measure-kind.ts";
import { startSampleServer, TENANTS } from "./sample-server.ts";

const LIMIT = 50;
const SEED = 7;
/** As many Lambda environments, with a connection each, ask at once. */
const CONCURRENCY = 4;
const PER_KIND = 1000;
const AIM_MS = 50;

const SEARCHES = SEARCH_KINDS.map(
  ({ name, next }): RequestKind => ({
    name,
    next(tenantId, draw) {
      const search = { ...next(draw), limit: LIMIT };
      return {
        statement: searchStatement(tenantId, search),
        run: (pool) => postgresStudyDirectory(pool).search(tenantId, search),
      };
    },
  }),
);

const WORKLISTS = [undefined, ...WORKLIST_STATES].map(
  (state): RequestKind => ({
    name: `worklist of studies${state === undefined ? "" : `, ${state}`}`,
    next: (tenantId) => ({
      statement: unlinkedStudies(tenantId, { state, limit: LIMIT }),
      run: (pool) => postgresWorklist(pool).studies(tenantId, { state, limit: LIMIT }),
    }),
  }),
);

/** A million instances in a Postgres of its own: how long searches take, and whether every plan goes by an index. */
export async function benchSearch(): Promise<void> {
  await using server = await startSampleServer(SEED);
  process.stdout.write(`${server.contents}, filled in ${server.seconds} s from seed ${SEED}\n\n`);
  process.stdout.write(
    "| search | p50 ms | p95 ms | p99 ms | rows read in full |\n| --- | --- | --- | --- | --- |\n",
  );
  const failures: string[] = [];
  for (const kind of [...SEARCHES, ...WORKLISTS]) {
    const { p50, p95, p99, readInFull } = await measureKind(server, kind, options());
    const cells = [
      kind.name,
      p50.toFixed(1),
      p95.toFixed(1),
      p99.toFixed(1),
      readInFull.join(", ") || "none",
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
    if (p95 > AIM_MS) failures.push(`${kind.name}: p95 ${p95.toFixed(1)} ms`);
    if (readInFull.length > 0) failures.push(`${kind.name}: reads all of ${readInFull.join(", ")}`);
  }
  report(failures);
}

const options = () => ({
  concurrency: CONCURRENCY,
  count: PER_KIND,
  draws: TENANTS.map(({ id, studies, first }) => ({ tenantId: id, draw: drawer(SEED, studies, first) })),
});

function report(failures: readonly string[]): void {
  const machine = `${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.versions.node}`;
  process.stdout.write(
    `\n${PER_KIND} random requests of each kind over ${TENANTS.length} tenants, ${CONCURRENCY} at once, pages of ${LIMIT}, ` +
      `through the adapter and row-level security\n${machine}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  for (const failure of failures) process.stdout.write(`Missed: ${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
