/** What orders cost on AWS, from what was counted on the local engine. */
import type { AwsCall } from "@accession/testing/aws-calls";
import { type Use, usdOf } from "@accession/testing/costs/unit-costs";
import type { Metered } from "@accession/testing/meter";
import { type HistoryEvent, paginateGetExecutionHistory } from "@aws-sdk/client-sfn";
import type { RunningSystem } from "../system/running-system.ts";

/** A message is sent, received and deleted; batches make it less. */
const REQUESTS_PER_MESSAGE = 3;

/** Names of the states that a run of an order entered, in their order: its state transitions. */
export async function enteredStates(system: RunningSystem, orderId: string, attempt = 1): Promise<string[]> {
  const machine = system.resources.find(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
  const arn = String(machine?.state["arn"]).replace(":stateMachine:", ":execution:");
  const executionArn = `${arn}:${orderId.replace(/^ord_/, "")}-${attempt}`;
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: system.aws.sfn }, { executionArn }))
    events.push(...(page.events ?? []));
  return events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
}

/** What one of `orders` uses of each priced unit. Index writes of DynamoDB, logs, traces and Aurora are apart. */
export function usesOf(metered: readonly Metered[], states: number, orders: number): readonly Use[] {
  const calls = metered.flatMap((one) => one.calls);
  const sum = <One>(all: readonly One[], of: (one: One) => number) =>
    all.reduce((total, one) => total + of(one), 0) / orders;
  return [
    { what: "state transitions", unit: "state-transition", amount: states },
    { what: "DynamoDB write units", unit: "dynamo-write", amount: sum(calls, writeUnits) },
    { what: "DynamoDB read units", unit: "dynamo-read", amount: sum(calls, readUnits) },
    { what: "calls of functions", unit: "lambda-request", amount: metered.length / orders },
    {
      what: "GB-seconds of functions",
      unit: "lambda-gb-second",
      amount: sum(metered, (one) => (one.milliseconds / 1000) * (one.memoryMegabytes / 1024)),
    },
    {
      what: "events on the bus",
      unit: "bus-event",
      amount: sum(calls, ({ action, items }) => (action === "Events.PutEvents" ? items : 0)),
    },
    {
      what: "requests to queues",
      unit: "sqs-request",
      amount: sum(metered, ({ messages }) => messages * REQUESTS_PER_MESSAGE),
    },
    { what: "requests to the API", unit: "http-api-request", amount: 1 },
  ];
}

/** Items of up to 1 KB. */
function writeUnits({ action, items }: AwsCall): number {
  if (action === "DynamoDB.TransactWriteItems") return 2 * items;
  return /^DynamoDB\.(Put|Update|Delete)Item$/.test(action) ? 1 : 0;
}

/** Consistent reads of up to 4 KB. */
function readUnits({ action, items }: AwsCall): number {
  if (action === "DynamoDB.TransactGetItems") return 2 * items;
  return /^DynamoDB\.(GetItem|Query)$/.test(action) ? 1 : 0;
}

/** A line for each use of 1,000 orders, and their sum. */
export function costOfThousand(uses: readonly Use[]): {
  readonly lines: readonly string[];
  readonly usd: number;
} {
  const priced = uses.map((use) => ({ ...use, usd: 1000 * usdOf(use) }));
  const lines = priced.map(
    ({ what, amount, usd }) =>
      `${usd.toFixed(4).padStart(9)} USD  ${amount.toFixed(2).padStart(6)} ${what} per order`,
  );
  const usd = priced.reduce((total, one) => total + one.usd, 0);
  return { lines: [...lines, `${usd.toFixed(4).padStart(9)} USD  for 1,000 orders`], usd };
}
