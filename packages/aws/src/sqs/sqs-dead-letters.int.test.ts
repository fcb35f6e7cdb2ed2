import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { redriveDeadLetters } from "@accession/core/operations/redrive-dead-letters";
import { deadLetterStoreContract } from "@accession/testing/operations/dead-letter-store.contract";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, inject, it, vi } from "vitest";
import { type DeadLetterQueueAddress, sqsDeadLetters } from "./sqs-dead-letters.ts";

let client: SQSClient;
beforeAll(() => {
  client = new SQSClient({
    endpoint: inject("awsEndpoint"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

async function make(holds: DeadLetterQueueAddress["holds"] = "messages") {
  const queue = async (name: string) => {
    const { QueueUrl: url = "" } = await client.send(new CreateQueueCommand({ QueueName: name }));
    return url;
  };
  const id = randomUUID();
  const url = await queue(`${id}-dead`);
  const returnTo = { name: "Work", url: await queue(`${id}-work`) };
  const address = { name: "WorkDeadLetters", holds, url, returnTo };
  return {
    address,
    store: sqsDeadLetters(client, [address]),
    queue: address.name,
    put: async (body: string) =>
      void (await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageAttributes: { ERROR_CODE: { DataType: "String", StringValue: "NO_PERMISSIONS" } },
        }),
      )),
    returned: async () => (await returnedMessages(returnTo.url)).map(({ Body = "" }) => Body),
  };
}

async function returnedMessages(url: string) {
  const all = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
  }
}

deadLetterStoreContract(make);

it.each([
  ["messages", "keeps the attributes of a message", ["ERROR_CODE"]],
  ["events", "leaves out what EventBridge says of a delivery that failed", []],
] as const)("of %s it %s", async (holds, _, attributes) => {
  const { store, queue, put, address } = await make(holds);
  await put("{}");
  const letters = await store.receive(queue);
  expect(letters[0]?.deliveryError).toBe("NO_PERMISSIONS");
  await store.sendBack(queue, letters);
  const [message] = await returnedMessages(address.returnTo.url);
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(attributes);
});

describe("a redrive that is killed", () => {
  const BODIES = ["one", "two", "three"];

  async function killed(dies: "before-send" | "before-delete") {
    const made = await make();
    for (const body of BODIES) await made.put(body);
    const child = spawn(process.execPath, [
      join(import.meta.dirname, "testing/redrive-and-die.ts"),
      inject("awsEndpoint"),
      JSON.stringify(made.address),
      dies,
    ]);
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const [code, signal] = await once(child, "exit");
    expect([code, signal, errors]).toEqual([null, "SIGKILL", ""]);
    // What it held stays hidden for a while; the next redrive finds it then.
    expect(await made.store.count(made.queue)).toEqual({ waiting: 0, inFlight: 3 });
    return made;
  }

  it.each([
    ["before the send: all come once", "before-send", [...BODIES].sort()],
    ["between send and delete: all come, and again", "before-delete", [...BODIES, ...BODIES].sort()],
  ] as const)("loses nothing when it dies %s", async (_, dies, expected) => {
    const { store, queue, returned } = await killed(dies);
    await vi.waitFor(async () => expect(await store.count(queue)).toEqual({ waiting: 3, inFlight: 0 }), {
      timeout: 30_000,
      interval: 200,
    });
    const report = await redriveDeadLetters(
      {
        store,
        notes: { of: async () => undefined },
        clock: { now: () => new Date() },
        pause: async () => undefined,
      },
      { queue, selection: { by: "all" }, limit: 10, rate: 100, dryRun: false },
    );
    expect(report).toMatchObject({ moved: 3, remaining: 0 });
    expect((await returned()).sort()).toEqual(expected);
  });
});
