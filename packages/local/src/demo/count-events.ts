import { Client } from "pg";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";

interface Counts {
  readonly complete: number;
  readonly untold: number;
  readonly unpublished: number;
}

const COUNTS = `
  select count(*) filter (where s.completed_version = s.arrival_version)::int as complete,
         count(*) filter (where not exists (
           select from outbox o where o.tenant_id = s.tenant_id and o.type = 'study.completed'
             and o.aggregate_id = s.id and o.aggregate_version = s.arrival_version))::int as untold,
         (select count(*)::int from outbox where published_at is null) as unpublished
  from study s`;

/** A study that was quiet gives one `study.completed` for each version that was completed, and it is published. */
export async function countEvents({ system, progress, expectations, signal }: DemoContext): Promise<void> {
  const client = new Client({ connectionString: system.endpoints.databaseUrl });
  await client.connect();
  try {
    // The last study may still be in its quiet period, and the last event on its way.
    const counts = await waitUntil("every study is complete and told of", 120_000, async () => {
      signal.throwIfAborted();
      const { rows } = await client.query<Counts>(COUNTS);
      return rows[0]?.untold === 0 && rows[0].unpublished === 0 ? rows[0] : undefined;
    });
    expectations.expect("studies are complete, and told of by study.completed", counts.complete > 0, counts);
    const { rows: twice } = await client.query(
      `select aggregate_id from outbox where type = 'study.completed'
       group by aggregate_id, aggregate_version having count(*) > 1`,
    );
    expectations.equal("no version of a study is completed twice", twice, []);
    progress.line(`      ${counts.complete} studies complete, one study.completed for each version`);
  } finally {
    await client.end();
  }
}
