import { expect, it } from "vitest";
import type { DeclaredResource } from "../program/resource.ts";
import type { World } from "./kind.ts";
import { ResourceLedger } from "./resource-ledger.ts";

const QUEUE = "aws:sqs/queue:Queue";
const POLICY = "aws:sqs/queuePolicy:QueuePolicy";

const POLICY_TEXT = JSON.stringify({ Statement: [] });

const declared = (type: string, name: string, inputs: Record<string, unknown> = {}): DeclaredResource => ({
  type,
  name,
  inputs: { name: name.toLowerCase(), ...inputs },
  origin: "stacks/trains.ts:12",
});

/** An engine that notes what it is asked; `refuse` fails a command by its name. */
function engine(refuse: Record<string, Error> = {}) {
  const asked: string[] = [];
  const sqs = {
    send: async (command: { input: { QueueName?: string; QueueUrl?: string } }) => {
      const name = command.constructor.name.replace("Command", "");
      asked.push(`${name} ${command.input.QueueName ?? command.input.QueueUrl}`);
      if (refuse[name] !== undefined) throw refuse[name];
      return { QueueUrl: `url-of-${command.input.QueueName}` };
    },
  };
  return { asked, world: { aws: { sqs } } as unknown as World };
}

it("names a kind that it does not know, and where it comes from", async () => {
  const train = declared("aws:railway/train:Train", "Trains");
  await expect(new ResourceLedger().apply(train, engine().world)).rejects.toMatchObject({
    code: "unknown-resource-kind",
    message: expect.stringContaining('aws:railway/train:Train "Trains" (stacks/trains.ts:12)'),
  });
});

it("says for which resource of the program a call to the engine failed", async () => {
  const { world } = engine({ CreateQueue: new Error("the queue was deleted a moment ago") });
  await expect(new ResourceLedger().apply(declared(QUEUE, "Trains"), world)).rejects.toMatchObject({
    code: "resource-failed",
    message: expect.stringMatching(/"Trains" \(stacks\/trains\.ts:12\): Error: the queue was deleted/),
  });
});

it("leaves alone what is as it was, also when SST drew the end of its name anew", async () => {
  const { asked, world } = engine();
  const first = new ResourceLedger();
  const made = await first.apply(declared(QUEUE, "Trains", { name: "app-trains-aaaabbbb" }), world);
  const next = new ResourceLedger(JSON.parse(JSON.stringify(first.recorded)));
  const kept = await next.apply(declared(QUEUE, "Trains", { name: "app-trains-ccccdddd" }), world);
  expect(kept).toMatchObject({ id: made.id, state: { name: "app-trains-aaaabbbb" } });
  expect([asked, next.changes]).toEqual([["CreateQueue app-trains-aaaabbbb"], []]);
});

it("changes in place what can be changed, and makes anew what cannot", async () => {
  const { asked, world } = engine();
  const first = new ResourceLedger();
  await first.apply(declared(QUEUE, "Trains"), world);
  const next = new ResourceLedger(first.recorded);
  await next.apply(declared(QUEUE, "Trains", { delaySeconds: 5 }), world);
  expect(next.changes).toMatchObject([{ change: "changed", name: "Trains" }]);
  const last = new ResourceLedger(next.recorded);
  await last.apply(declared(QUEUE, "Trains", { name: "other", delaySeconds: 5 }), world);
  expect(last.changes).toMatchObject([{ change: "replaced", name: "Trains" }]);
  expect(asked).toEqual([
    "CreateQueue trains",
    "SetQueueAttributes url-of-trains",
    "DeleteQueue url-of-trains",
    "CreateQueue other",
  ]);
});

it("removes what is not declared any more, the last made first, also what went with something else", async () => {
  const gone = Object.assign(new Error("no such queue"), { name: "QueueDoesNotExist" });
  const { asked, world } = engine({ SetQueueAttributes: gone });
  const { world: willing } = engine();
  const first = new ResourceLedger();
  await first.apply(declared(QUEUE, "Stations"), willing);
  await first.apply(declared(QUEUE, "Trains"), willing);
  await first.apply(declared(POLICY, "Trains", { queueUrl: "url-of-trains", policy: POLICY_TEXT }), willing);

  const next = new ResourceLedger(first.recorded);
  await next.apply(declared(QUEUE, "Stations"), world);
  await next.removeUndeclared(world);
  expect(asked).toEqual(["SetQueueAttributes url-of-trains", "DeleteQueue url-of-trains"]);
  expect(next.changes.map(({ change, type }) => `${change} ${type}`)).toEqual([
    `removed ${POLICY}`,
    `removed ${QUEUE}`,
  ]);
  expect(next.recorded.map(({ name }) => name)).toEqual(["Stations"]);
});

it("knows when it is stopped what was under way, and begins nothing more", async () => {
  const { asked, world } = engine();
  const ledger = new ResourceLedger();
  const made = ledger.apply(declared(QUEUE, "Trains"), world);
  await ledger.stop();
  expect(ledger.recorded.map(({ name }) => name)).toEqual(["Trains"]);
  expect(await made).toMatchObject({ id: "url-of-trains" });
  await expect(ledger.apply(declared(QUEUE, "Stations"), world)).rejects.toMatchObject({
    code: "ledger-stopped",
  });
  const next = new ResourceLedger(ledger.recorded);
  await next.stop();
  await expect(next.removeUndeclared(world)).rejects.toMatchObject({ code: "ledger-stopped" });
  expect(asked).toEqual(["CreateQueue trains"]);
});
