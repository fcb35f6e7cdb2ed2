import type { Statement } from "@accession/aws/postgres/statement";
import { withTenant } from "@accession/aws/postgres/with-tenant";
import { fullReads, type PlanNode } from "@accession/testing/studies/plan-scans";
import type { Draw } from "@accession/testing/studies/sample-searches";
import type { Pool } from "pg";
import type { SampleServer } from "./sample-server.ts";

/** One kind of request: what is asked of which adapter, and the statement behind it. */
export interface RequestKind {
  readonly name: string;
  next(tenantId: string, draw: Draw): { readonly statement: Statement; run(pool: Pool): Promise<unknown> };
}

export interface KindMeasure {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Tables that some plan reads from end to end. */
  readonly readInFull: readonly string[];
}

export interface MeasureOptions {
  readonly concurrency: number;
  readonly count: number;
  /** Tenants take turns. */
  readonly draws: ReadonlyArray<{ readonly tenantId: string; readonly draw: Draw }>;
}

/** One plan in so many is looked at. */
const LOOK_AT_EACH = 20;

/** Requests of one kind, some at once; the times are wall times of whole requests. */
export async function measureKind(
  server: SampleServer,
  kind: RequestKind,
  { concurrency, count, draws }: MeasureOptions,
): Promise<KindMeasure> {
  const requests = Array.from({ length: count }, (_, index) => {
    const { tenantId, draw } = draws[index % draws.length] as MeasureOptions["draws"][number];
    return { tenantId, ...kind.next(tenantId, draw) };
  });
  const readInFull = new Set<string>();
  for (const { tenantId, statement } of requests.filter((_, index) => index % LOOK_AT_EACH === 0)) {
    const [row] = await withTenant(server.pools[0], tenantId, (transaction) =>
      transaction.query<{ "QUERY PLAN": readonly [{ Plan: PlanNode }] }>(
        `explain (format json) ${statement.text}`,
        statement.values,
      ),
    );
    if (row !== undefined) for (const table of fullReads(row["QUERY PLAN"][0].Plan)) readInFull.add(table);
  }
  const times: number[] = [];
  const waiting = requests.values();
  await Promise.all(
    server.pools.slice(0, concurrency).map(async (pool) => {
      for (const request of waiting) {
        const start = performance.now();
        await request.run(pool);
        times.push(performance.now() - start);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), readInFull: [...readInFull] };
}
