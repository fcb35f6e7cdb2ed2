/** Everything of the running system that keeps text, as places with names. */
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { paginateDescribeAlarms, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import { paginateDescribeLogGroups, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { paginateListTables, paginateScan } from "@aws-sdk/client-dynamodb";
import { snapshot } from "../demo/store-snapshot.ts";
import { executionPlaces } from "./canary-executions.ts";
import { namePlaces } from "./canary-names.ts";
import type { Place } from "./canary-search.ts";
import { system } from "./under-test.ts";

/** Where the test began: what is older cannot hold its values. */
export interface Beginning {
  readonly at: Date;
  /** Bytes that the log of Postgres had. */
  readonly databaseLog: number;
}

const databaseLogFile = () => join(system.folder, "postgres.log");

export async function begin(): Promise<Beginning> {
  return { at: new Date(), databaseLog: (await stat(databaseLogFile())).size };
}

/** What is kept now. Messages and events pass: `watchQueues` and `catchEvents` keep them. */
export async function readPlaces(since: Beginning): Promise<Place[]> {
  const all = await Promise.all([
    storePlaces(),
    tablePlaces(),
    logPlaces(since),
    databaseLogPlaces(since),
    metricPlaces(),
    executionPlaces(since.at),
    namePlaces(),
  ]);
  return all.flat();
}

/** Tables of Postgres, keys of objects, letters that were sent. */
async function storePlaces(): Promise<Place[]> {
  return Object.entries(await snapshot(system))
    .filter(([store]) => !store.startsWith("dynamodb") && store !== "executions")
    .map(([name, texts]) => ({ name, texts }));
}

/** Items by what they are: the outbox lies beside the orders, and is no home. */
async function tablePlaces(): Promise<Place[]> {
  const places: Place[] = [];
  for await (const { TableNames: tables = [] } of paginateListTables({ client: system.aws.dynamodb }, {})) {
    for (const table of tables) {
      const declared = system.resources.find(({ state }) => state["name"] === table)?.name ?? table;
      const pages = paginateScan({ client: system.aws.dynamodb }, { TableName: table });
      for await (const { Items: items = [] } of pages) {
        for (const item of items) {
          const kind = item["sk"]?.S?.split("#")[0];
          const name = ["dynamodb", declared.replace(/Table$/, ""), ...(kind === undefined ? [] : [kind])];
          places.push({ name: name.join(" "), texts: [JSON.stringify(item)] });
        }
      }
    }
  }
  return places;
}

/** Of functions, the state machine and the API. */
async function logPlaces({ at }: Beginning): Promise<Place[]> {
  const { logs: client } = system.aws;
  const places: Place[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = "" } of logGroups) {
      const texts: string[] = [];
      const pages = paginateFilterLogEvents({ client }, { logGroupName, startTime: at.getTime() });
      for await (const { events = [] } of pages) texts.push(...events.map(({ message = "" }) => message));
      places.push({ name: `log ${logGroupName}`, texts });
    }
  }
  return places;
}

async function databaseLogPlaces({ databaseLog }: Beginning): Promise<Place[]> {
  const file = await open(databaseLogFile());
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(size - databaseLog), 0, size - databaseLog, databaseLog);
    return [{ name: "log of Postgres", texts: [buffer.toString("utf8")] }];
  } finally {
    await file.close();
  }
}

async function metricPlaces(): Promise<Place[]> {
  const client = system.aws.cloudWatch;
  const texts: string[] = [];
  for await (const { Metrics: metrics = [] } of paginateListMetrics({ client }, {}))
    texts.push(...metrics.map((metric) => JSON.stringify(metric)));
  const alarms: string[] = [];
  for await (const { MetricAlarms: page = [] } of paginateDescribeAlarms({ client }, {}))
    alarms.push(...page.map((alarm) => JSON.stringify(alarm)));
  return [
    { name: "metrics", texts },
    { name: "alarms", texts: alarms },
  ];
}
