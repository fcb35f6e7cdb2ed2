/** Everything that the system keeps, row by row, so that two moments can be compared. */
import { s3ObjectListing } from "@accession/aws/s3/s3-object-listing";
import { type AttributeValue, paginateScan } from "@aws-sdk/client-dynamodb";
import { paginateListExecutions } from "@aws-sdk/client-sfn";
import { Client } from "pg";
import { waitUntil } from "../engine/wait-until.ts";
import type { RunningSystem } from "../system/running-system.ts";
import { queueDepths } from "./dead-letters.ts";

/** By store: its rows as text, sorted. */
export type Snapshot = Readonly<Record<string, readonly string[]>>;

/**
 * All tables of Postgres, the gateway's and the carrier's included; all items of orders and stock; every version of every
 * object; every execution; every letter and message that was sent out. The one store that is left out is the cache of
 * HTTP answers, which holds those to the requests of the test itself.
 */
export async function snapshot(system: RunningSystem): Promise<Snapshot> {
  const stores = await Promise.all(
    [postgres, items, objects, executions, sentOut].map((read) => read(system)),
  );
  return Object.assign({}, ...stores) as Snapshot;
}

/** A snapshot of a system in which nothing is left to do: no message in any queue, and nothing changes by itself. */
export async function settledSnapshot(system: RunningSystem): Promise<Snapshot> {
  let before: Snapshot | undefined;
  return waitUntil(
    "the system has settled",
    120_000,
    async () => {
      const depths = await queueDepths(system, "work");
      const now = depths.every(({ messages }) => messages === 0) ? await snapshot(system) : undefined;
      const same = now !== undefined && JSON.stringify(now) === JSON.stringify(before);
      before = now;
      return same ? now : undefined;
    },
    1000,
  );
}

async function postgres({ endpoints }: RunningSystem): Promise<Snapshot> {
  const client = new Client({ connectionString: endpoints.databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: Record<string, readonly string[]> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      found[`postgres ${name}`] = rows.map(({ row }) => row).sort();
    }
    return found;
  } finally {
    await client.end();
  }
}

async function items(system: RunningSystem): Promise<Snapshot> {
  const table = system.resources.find(({ name }) => name === "OrdersDataTable");
  const found: Record<string, AttributeValue>[] = [];
  const pages = paginateScan({ client: system.aws.dynamodb }, { TableName: String(table?.state["name"]) });
  for await (const { Items = [] } of pages) found.push(...Items);
  return { "dynamodb orders": sorted(found) };
}

async function objects(system: RunningSystem): Promise<Snapshot> {
  const found: unknown[] = [];
  const listing = s3ObjectListing(system.aws.s3, system.endpoints.uploadsBucket);
  let cursor: string | undefined;
  do {
    const page = await listing.page("", { limit: 1000, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { "s3 uploads": sorted(found) };
}

async function executions(system: RunningSystem): Promise<Snapshot> {
  const [machine] = system.resources.filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
  const found: unknown[] = [];
  const pages = paginateListExecutions(
    { client: system.aws.sfn },
    { stateMachineArn: String(machine?.state["arn"]) },
  );
  for await (const { executions: page = [] } of pages)
    found.push(...page.map(({ name, status }) => ({ name, status })));
  return { executions: sorted(found) };
}

/** What the engine keeps of e-mails and short messages. */
async function sentOut(system: RunningSystem): Promise<Snapshot> {
  const kept = ["ses/messages", "sns/sms-messages"].map(async (path) => {
    const answer = await fetch(new URL(`/_ministack/${path}`, system.endpoints.aws.endpoint));
    return [path, [await answer.text()]] as const;
  });
  return Object.fromEntries(await Promise.all(kept));
}

const sorted = (found: readonly unknown[]): string[] => found.map((row) => JSON.stringify(row)).sort();
