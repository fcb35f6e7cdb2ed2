/** Another patient's values, put where none may be, so that the search is seen to look there. */
import { randomUUID } from "node:crypto";
import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { queueUrl } from "./break-ingestion.ts";
import type { Canary, Markers } from "./canary-markers.ts";
import { rows, system } from "./under-test.ts";

interface Plant {
  /** That must be found, as the search names them. */
  readonly places: readonly string[];
  /** Absent where nothing can be taken away: it is of this run alone, and stays. */
  readonly removal?: () => Promise<unknown>;
}

const tableOf = (name: string) =>
  String(system.resources.find((resource) => resource.name === `${name}Table`)?.state["name"]);
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Each in another form. Returns where they are, and what takes them away. */
export async function plant(caught: string, { word }: Canary, markers: Markers) {
  const ends = await Promise.allSettled<Plant>([
    logLine(markers),
    databaseLog(markers),
    event(caught, markers),
    item("IdempotencyData", { id: { S: randomUUID() } }, base64(markers.patientName)),
    item("OrdersData", { pk: { S: "PLANTED" }, sk: { S: "PLANTED#1" } }, markers.accessionNumber(1)),
    execution(word, markers),
    deadLetter(markers),
    processedEvent(markers),
    metric(markers),
  ]);
  const planted = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const remove = async () => {
    for (const { removal } of planted) await removal?.();
  };
  for (const end of ends) {
    if (end.status === "fulfilled") continue;
    await remove();
    throw end.reason;
  }
  return { places: planted.flatMap(({ places }) => places).sort(), remove };
}

async function logLine({ birthDate, folder }: Markers): Promise<Plant> {
  const { logs } = system.aws;
  const logGroupName = "/aws/lambda/accession-local-get-order";
  const stream = { logGroupName, logStreamName: `planted-${randomUUID()}` };
  await logs.send(new CreateLogStreamCommand(stream));
  const message = JSON.stringify({ path: `/v1/orders?of=${encodeURIComponent(folder)}`, born: birthDate });
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message }] }));
  return { places: [`log ${logGroupName}`], removal: () => logs.send(new DeleteLogStreamCommand(stream)) };
}

/** A warning that quotes a row. The log stays; the search looks at what was written since it began. */
async function databaseLog({ patientName }: Markers): Promise<Plant> {
  await rows(`do $$ begin raise warning 'Key (patient_name)=(${patientName}) exists'; end $$`);
  return { places: ["log of Postgres"] };
}

/** Of a type that no rule of the program takes. Its archive keeps it; it is of this run alone. */
async function event(caught: string, { birthDate }: Markers): Promise<Plant> {
  const detail = JSON.stringify({
    born: `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`,
  });
  const entry = { EventBusName: system.endpoints.busName, Source: "accession.planted" };
  await system.aws.events.send(
    new PutEventsCommand({ Entries: [{ ...entry, DetailType: "planted.event", Detail: detail }] }),
  );
  return { places: [`queue ${caught}`] };
}

async function item(table: string, key: Record<string, { S: string }>, text: string): Promise<Plant> {
  const { dynamodb } = system.aws;
  const TableName = tableOf(table);
  await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key, text: { S: text } } }));
  const kind = key["sk"] === undefined ? "" : ` ${key["sk"].S.split("#")[0]}`;
  return {
    places: [`dynamodb ${table}${kind}`],
    removal: () => dynamodb.send(new DeleteItemCommand({ TableName, Key: key })),
  };
}

async function metric({ patientId }: Markers): Promise<Plant> {
  const datum = {
    MetricName: "Planted",
    Value: 1,
    Dimensions: [{ Name: "Patient", Value: patientId.toUpperCase() }],
  };
  await system.aws.cloudWatch.send(new PutMetricDataCommand({ Namespace: "Planted", MetricData: [datum] }));
  return { places: ["metrics"] };
}

/** Of a state machine of its own, which does nothing. */
async function execution(word: string, { reason }: Markers): Promise<Plant> {
  const { sfn } = system.aws;
  const machine = system.resources.find(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: `planted-${word}`,
      roleArn: String(machine?.inputs["roleArn"]),
      definition: JSON.stringify({ StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } }),
    }),
  );
  await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: `of-${word}`, input: JSON.stringify({ reason }) }),
  );
  return {
    places: ["execution data", "execution histories", "execution names", "names of state machines"],
    removal: () => sfn.send(new DeleteStateMachineCommand({ stateMachineArn })),
  };
}

async function deadLetter({ street }: Markers): Promise<Plant> {
  const { sqs } = system.aws;
  const QueueUrl = queueUrl("OrderCreatedDeadLetters");
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: street }));
  const removal = async () => {
    const { Messages: letters = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body: body, ReceiptHandle } of letters)
      if (body === street) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  };
  return { places: ["queue OrderCreatedDeadLetters"], removal };
}

async function processedEvent({ uid }: Markers): Promise<Plant> {
  await rows(
    "insert into processed_event (tenant_id, event_id, consumer) select id, gen_random_uuid(), $1 from tenant limit 1",
    [uid(1)],
  );
  return {
    places: ["postgres public.processed_event"],
    removal: () => rows("delete from processed_event where consumer = $1", [uid(1)]),
  };
}
