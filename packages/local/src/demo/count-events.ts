import { Client } from "pg";
import type { DemoContext } from "./demo-context.ts";

interface Counts {
  readonly versions: number;
  readonly events: number;
  readonly unpublished: number;
}

/** A study that was quiet gives one `study.completed` for each version that was completed, and it is published. */
export async function countEvents({ system, progress, expectations }: DemoContext): Promise<void> {
  const client = new Client({ connectionString: system.endpoints.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Counts>(
      `select (select count(*)::int from study where completed_version is not null) as versions,
              (select count(distinct (aggregate_id, aggregate_version))::int from outbox where type = 'study.completed') as events,
              (select count(*)::int from outbox where published_at is null) as unpublished`,
    );
    const { versions, events, unpublished } = rows[0] ?? { versions: 0, events: 0, unpublished: 0 };
    expectations.expect(
      "every complete study has its study.completed",
      versions > 0 && events >= versions,
      rows,
    );
    const { rows: twice } = await client.query(
      `select aggregate_id from outbox where type = 'study.completed'
       group by aggregate_id, aggregate_version having count(*) > 1`,
    );
    expectations.equal("no version of a study is completed twice", twice, []);
    expectations.equal("every event in the outbox is published", unpublished, 0);
    progress.line(`      ${versions} studies complete, one study.completed for each version`);
  } finally {
    await client.end();
  }
}
