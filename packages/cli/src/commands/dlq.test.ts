import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, type FakeRequest, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

async function dlq(args: readonly string[], answer: (request: FakeRequest) => FakeAnswer) {
  await using api = await startFakeApi(answer);
  const io = recordingIo(api.url);
  const code = await run(["dlq", ...args], io);
  return { io, code, requests: api.requests };
}
const queue = { name: "IngestDeadLetters", holds: "messages", returnsTo: "Ingest", waiting: 0, inFlight: 0 };
const portion = { selected: 2, moved: 2, notDeleted: 0, refused: 0, exhausted: true, remaining: 0 };

test("list says with its exit code whether there is a letter", async () => {
  expect((await dlq(["list"], () => ({ body: { queues: [queue] } }))).code).toBe(0);
  const { io, code } = await dlq(["list"], () => ({
    body: {
      queues: [
        { ...queue, waiting: 3, oldestSentAt: "2026-11-21T08:00:00.000Z" },
        { ...queue, name: "SweepUndelivered", holds: "timers", returnsTo: undefined },
      ],
    },
  }));
  expect(code).toBe(1);
  expect(io.printed).toEqual([
    "QUEUE              WAITING  IN FLIGHT  OLDEST                    GOES BACK TO",
    "IngestDeadLetters        3          0  2026-11-21T08:00:00.000Z  Ingest",
    "SweepUndelivered         0          0                            nowhere (timers)",
  ]);
});

test("show asks for no body unless it is told to, and says the error", async () => {
  const letter = {
    id: "m1",
    sentAt: "2026-11-21T08:00:00.000Z",
    receiveCount: 6,
    type: "Object Created",
    tenant: "demo",
    failure: { fault: "ObjectStoreUnavailable", code: "object-store.unavailable" },
  };
  const { io, requests } = await dlq(["show", "IngestDeadLetters", "--type", "Object Created"], () => ({
    body: { messages: [letter] },
  }));
  expect(requests[0]?.url.pathname + (requests[0]?.url.search ?? "")).toBe(
    "/v1/ops/dead-letters/IngestDeadLetters?type=Object+Created",
  );
  expect(io.printed[1]).toBe(
    "m1  2026-11-21T08:00:00.000Z         6  Object Created  demo    object-store.unavailable",
  );
});

test("redrive goes on portion by portion, each with a key of its own", async () => {
  const portions = [{ ...portion, moved: 200, exhausted: false, remaining: 2 }, portion];
  const { io, code, requests } = await dlq(["redrive", "IngestDeadLetters", "--all", "--rate", "50"], () => ({
    body: portions.shift(),
  }));
  expect(code).toBe(0);
  expect(requests.map((request) => request.json())).toEqual([
    { all: true, rate: 50, limit: 200 },
    { all: true, rate: 50, limit: 200 },
  ]);
  expect(new Set(requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
  expect(io.printed).toEqual(["202 letters are sent back; 0 stay."]);
});

test("redrive ends when nothing moves, and says no when the queue refused", async () => {
  const refused = { ...portion, moved: 0, refused: 2, exhausted: false, remaining: 2 };
  const { code, requests } = await dlq(["redrive", "IngestDeadLetters", "--id", "a"], () => ({
    body: refused,
  }));
  expect(code).toBe(1);
  expect(requests).toHaveLength(1);
});

test("redrive says no when an id is not there, or not all could be looked at", async () => {
  const one = await dlq(["redrive", "Q", "--id", "a", "--id", "b"], () => ({
    body: { ...portion, moved: 1 },
  }));
  expect(one.code).toBe(1);
  expect(one.io.noted.at(-1)).toContain("1 of the ids are not there");
  const none = { ...portion, selected: 0, moved: 0, exhausted: false, remaining: 5000 };
  const filtered = await dlq(["redrive", "Q", "--type", "order.created"], () => ({ body: none }));
  expect(filtered.code).toBe(1);
  expect(filtered.io.noted.at(-1)).toContain("try again");
});

test("redrive wants to be told which letters, in one way", async () => {
  const never = () => ({ status: 500 });
  expect((await dlq(["redrive", "IngestDeadLetters"], never)).code).toBe(2);
  expect((await dlq(["redrive", "IngestDeadLetters", "--all", "--id", "a"], never)).code).toBe(2);
});

test("a dry run moves none", async () => {
  const { io, requests } = await dlq(
    ["redrive", "IngestDeadLetters", "--older-than", "-1h", "--dry-run"],
    () => ({
      body: { ...portion, moved: 0 },
    }),
  );
  expect(requests[0]?.json()).toMatchObject({ dryRun: true, filter: { olderThan: expect.any(String) } });
  expect(io.printed).toEqual(["2 letters would be moved."]);
});

test("drop wants a reason that it knows, and says which were not there", async () => {
  const never = () => ({ status: 500 });
  expect((await dlq(["drop", "Q", "--id", "a", "--reason", "patient Doe"], never)).code).toBe(2);
  const { io, code, requests } = await dlq(
    ["drop", "Q", "--id", "a", "--id", "b", "--reason", "test"],
    () => ({
      body: { dropped: ["a"], notFound: ["b"] },
    }),
  );
  expect(requests[0]?.json()).toEqual({ messageIds: ["a", "b"], reason: "test" });
  expect(io.printed).toEqual(["1 letter is dropped."]);
  expect(code).toBe(1);
});
