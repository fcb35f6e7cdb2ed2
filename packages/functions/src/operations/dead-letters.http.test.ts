import { InMemoryDeadLetters } from "@accession/testing/operations/in-memory-dead-letters";
import { SettableClock } from "@accession/testing/settable-clock";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";

const QUEUE = "IngestDeadLetters";
const context = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  const held: { current: unknown } = { current: undefined };
  return held;
});
vi.mock("../runtime/composition-dead-letters.ts", () => ({
  deadLetterContext: () => context.current,
  dropContext: () => context.current,
}));

import type { HttpHandler } from "../runtime/http-handler.ts";
import { handler as drop } from "./drop-dead-letters.http.ts";
import { handler as list } from "./list-dead-letters.http.ts";
import { handler as redrive } from "./redrive-dead-letters.http.ts";
import { handler as show } from "./show-dead-letters.http.ts";

const KEY = "tenants/demo/uploads/Doe^John.dcm";
const LETTER = JSON.stringify({ "detail-type": "Object Created", detail: { object: { key: KEY } } });

let store: InMemoryDeadLetters;
beforeEach(() => {
  const clock = new SettableClock();
  store = new InMemoryDeadLetters(clock, [{ name: QUEUE, holds: "messages", returnsTo: "Ingest" }]);
  store.put(QUEUE, LETTER);
  const notes = { of: async () => ({ fault: "ObjectStoreUnavailable", code: "object-store.unavailable" }) };
  context.current = { store, clock, notes, pause: async () => undefined };
});

async function call(
  handler: HttpHandler,
  options: Parameters<typeof httpEvent>[0],
  scope = "accession/operations.write",
) {
  const event = httpEvent({ scope, path: { queue: QUEUE }, ...options });
  const { statusCode, body } = await handler(event, lambdaContext);
  return { status: statusCode, text: body ?? "", body: JSON.parse(body ?? "null") };
}

describe("showing letters", () => {
  it("names type, tenant and code, and no key", async () => {
    const { status, body, text } = await call(show, {});
    expect(status).toBe(200);
    expect(body.messages).toMatchObject([
      { type: "Object Created", tenant: "demo", failure: { code: "object-store.unavailable" } },
    ]);
    expect(text).not.toContain("Doe");
  });

  it("shows the body to who asks for it", async () => {
    const { body } = await call(show, { query: { body: "true" } });
    expect(body.messages[0].body).toBe(LETTER);
  });

  it.each([
    ["limit", "51"],
    ["olderThan", "yesterday"],
    ["id", "Doe^John"],
    ["key", KEY],
  ])("refuses %s=%s without repeating it", async (name, value) => {
    const { status, text, body } = await call(show, { query: { [name]: value } });
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(`/query/${name}`);
    expect(text).not.toContain("Doe");
  });

  it("answers 404 for a queue that is none", async () => {
    expect((await call(show, { path: { queue: "Ingest" } })).status).toBe(404);
  });
});

it.each([
  ["showing", show, {}],
  ["redriving", redrive, { body: { all: true } }],
  ["dropping", drop, { body: { messageIds: ["a"], reason: "test" } }],
] as const)(
  "%s is for operators of the system: theirs are the letters of all tenants",
  async (_, handler, options) => {
    const headers = { "idempotency-key": "k" };
    expect((await call(handler, { ...options, headers }, "accession/operations.read")).status).toBe(403);
    expect(store.returned).toEqual([]);
    expect((await store.count(QUEUE)).waiting).toBe(1);
  },
);

it("the list is for operators of a tenant too, and says nothing of the letters", async () => {
  const event = httpEvent({ scope: "accession/operations.read" });
  const { statusCode, body } = await list(event, lambdaContext);
  expect(statusCode).toBe(200);
  expect(JSON.parse(body ?? "").queues).toMatchObject([{ name: QUEUE, waiting: 1, returnsTo: "Ingest" }]);
  expect(body).not.toContain("demo");
});

describe("what a redrive must be told", () => {
  it.each([
    [{}, ""],
    [{ all: true, messageIds: ["a"] }, ""],
    [{ all: false }, "/all"],
    [{ all: true, rate: 0.6 }, "/rate"],
    [{ all: true, limit: 1001 }, "/limit"],
    [{ filter: { key: KEY } }, "/filter/key"],
  ])("%j is refused", async (body, pointer) => {
    const answer = await call(redrive, { body, headers: { "idempotency-key": "k" } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(answer.text).not.toContain("Doe");
  });

  it("a dry run too needs a key, and moves nothing", async () => {
    expect((await call(redrive, { body: { all: true, dryRun: true } })).status).toBe(400);
    const headers = { "idempotency-key": "k" };
    const { status, body } = await call(redrive, { body: { all: true, dryRun: true }, headers });
    expect([status, body.selected, body.moved]).toEqual([200, 1, 0]);
    expect(store.returned).toEqual([]);
  });
});

it("a drop takes only a reason of the list: what else there is would be logged", async () => {
  const { status, body } = await call(drop, {
    body: { messageIds: ["a"], reason: "belongs to Doe" },
    headers: { "idempotency-key": "k" },
  });
  expect(status).toBe(422);
  expect(body.errors[0].pointer).toBe("/reason");
});
