import { countedIds } from "@accession/testing/counted-ids";
import { InMemoryDeadLetters } from "@accession/testing/operations/in-memory-dead-letters";
import { InMemoryDropLog } from "@accession/testing/operations/in-memory-drop-log";
import { SettableClock } from "@accession/testing/settable-clock";
import { beforeEach, describe, expect, it } from "vitest";
import type { DeadLetterContext } from "./dead-letter-context.ts";
import { dropDeadLetters } from "./drop-dead-letters.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { type RedriveRequest, redriveDeadLetters } from "./redrive-dead-letters.ts";
import { showDeadLetters } from "./show-dead-letters.ts";

const QUEUE = "OrderCreatedDeadLetters";
const order = (tenantId: string, type = "order.created") =>
  JSON.stringify({
    "detail-type": type,
    detail: { id: "01990000-0000-7000-8000-000000000001", tenantId, name: "Doe" },
  });
const DEMO = "01990000-0000-7000-8000-00000000de30";
const OTHER = "01990000-0000-7000-8000-00000000de31";

let clock: SettableClock;
let store: InMemoryDeadLetters;
let context: DeadLetterContext;
beforeEach(() => {
  clock = new SettableClock();
  store = new InMemoryDeadLetters(clock, [
    { name: QUEUE, holds: "messages", returnsTo: "OrderCreated" },
    { name: "OrderOutboxDeadLetters", holds: "positions", returnsTo: undefined },
  ]);
  context = {
    store,
    clock,
    notes: { of: async () => ({ fault: "AppError", code: "message.malformed" }) },
    pause: async (milliseconds) => clock.advance(milliseconds / 1000),
  };
});

const redrive = (changes: Partial<RedriveRequest> = {}) =>
  redriveDeadLetters(context, {
    queue: QUEUE,
    selection: { by: "all" },
    limit: 1000,
    rate: 10,
    dryRun: false,
    ...changes,
  });
const bodies = (count: number) => Array.from({ length: count }, (_, index) => `letter ${index}`);

describe("redrive", () => {
  it("moves all, each once, at the rate that was asked for", async () => {
    for (const body of bodies(23)) store.put(QUEUE, body);
    const begun = clock.now().getTime();
    expect(await redrive()).toEqual({
      selected: 23,
      moved: 23,
      notDeleted: 0,
      refused: 0,
      exhausted: true,
      remaining: 0,
    });
    expect(store.returned.map(({ body }) => body)).toEqual(bodies(23));
    expect(clock.now().getTime() - begun).toBe(2300);
  });

  it("moves no more than the limit, and what is left can be moved by the next call", async () => {
    for (const body of bodies(23)) store.put(QUEUE, body);
    expect(await redrive({ limit: 15 })).toMatchObject({ moved: 15, exhausted: false, remaining: 8 });
    expect(await redrive({ limit: 15 })).toMatchObject({ moved: 8, exhausted: true, remaining: 0 });
    expect(store.returned).toHaveLength(23);
  });

  it("ends in time, and says that there is more", async () => {
    for (const body of bodies(100)) store.put(QUEUE, body);
    const { moved, exhausted } = await redrive({ rate: 1 });
    expect(moved).toBe(20);
    expect(exhausted).toBe(false);
  });

  it("moves those that a filter means, and leaves the others in sight", async () => {
    store.put(QUEUE, order(DEMO));
    store.put(QUEUE, order(OTHER));
    store.put(QUEUE, order(DEMO, "order.failed"));
    store.put(QUEUE, "no JSON");
    clock.advance(60);
    store.put(QUEUE, order(DEMO));
    const olderThan = new Date(clock.now().getTime() - 1000);
    const selection = { by: "filter", type: "order.created", tenant: DEMO, olderThan } as const;
    expect(await redrive({ selection })).toMatchObject({ selected: 1, moved: 1, remaining: 4 });
    expect(store.returned).toEqual([{ to: "OrderCreated", body: order(DEMO) }]);
  });

  it("moves those with these ids", async () => {
    const ids = bodies(30).map((body) => store.put(QUEUE, body));
    const selection = { by: "ids", ids: new Set([ids[3] ?? "", ids[28] ?? ""]) } as const;
    expect(await redrive({ selection })).toMatchObject({ moved: 2, exhausted: true, remaining: 28 });
  });

  it("moves nothing in a dry run", async () => {
    for (const body of bodies(12)) store.put(QUEUE, body);
    expect(await redrive({ dryRun: true })).toMatchObject({ selected: 12, moved: 0, remaining: 12 });
    expect(store.returned).toEqual([]);
  });

  it("stops when the work queue refuses, and keeps what it refused", async () => {
    for (const body of bodies(12)) store.put(QUEUE, body);
    store.refuses.add("letter 4");
    expect(await redrive()).toMatchObject({ moved: 9, refused: 1, exhausted: false, remaining: 3 });
  });

  it("loses nothing when it dies before the send: the letters come back", async () => {
    for (const body of bodies(3)) store.put(QUEUE, body);
    store.sendBack = () => new Promise(() => undefined);
    void redrive();
    await Promise.resolve();
    clock.advance(61);
    expect(await store.count(QUEUE)).toEqual({ waiting: 3, inFlight: 0 });
  });

  it("shows the letters again at once when it fails between send and delete", async () => {
    store.put(QUEUE, "once");
    store.delete = async () => {
      throw new Error("SQS is away");
    };
    await expect(redrive()).rejects.toThrow("SQS is away");
    expect(await store.count(QUEUE)).toEqual({ waiting: 1, inFlight: 0 });
    expect(store.returned).toHaveLength(1);
  });

  it("refuses what has no queue to go back to, and what is no queue", async () => {
    await expect(redrive({ queue: "OrderOutboxDeadLetters" })).rejects.toMatchObject({
      code: "dead-letters.not-redrivable",
    });
    await expect(redrive({ queue: "OrderCreated" })).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("looking", () => {
  it("counts every queue, and leaves the letters in sight", async () => {
    const sentAt = clock.now();
    store.put(QUEUE, "a");
    clock.advance(10);
    store.put(QUEUE, "b");
    const [first, second] = await listDeadLetters(store);
    expect(first).toMatchObject({ name: QUEUE, waiting: 2, inFlight: 0, oldestSentAt: sentAt });
    expect(second).toMatchObject({ waiting: 0, oldestSentAt: undefined });
    expect(await store.count(QUEUE)).toEqual({ waiting: 2, inFlight: 0 });
  });

  it("shows subject and failure of each", async () => {
    store.put(QUEUE, order(DEMO));
    const shown = await showDeadLetters(context, QUEUE, { by: "all" }, 10);
    expect(shown).toMatchObject([
      {
        subject: { type: "order.created", tenant: DEMO, eventId: "01990000-0000-7000-8000-000000000001" },
        failure: { code: "message.malformed" },
      },
    ]);
    expect(await store.count(QUEUE)).toEqual({ waiting: 1, inFlight: 0 });
  });
});

describe("dropping", () => {
  const command = (ids: string[]) =>
    ({ queue: QUEUE, ids: new Set(ids), reason: "obsolete", actor: "operator-1" }) as const;

  it("deletes those with these ids, says which were not there, and records who did", async () => {
    const drops = new InMemoryDropLog();
    const id = store.put(QUEUE, "a");
    store.put(QUEUE, "b");
    const dropping = { ...context, drops, ids: countedIds() };
    expect(await dropDeadLetters(dropping, command([id, "gone"]))).toEqual({
      dropped: [id],
      notFound: ["gone"],
    });
    expect(await store.count(QUEUE)).toEqual({ waiting: 1, inFlight: 0 });
    expect((await drops.list({ limit: 10 })).items).toMatchObject([
      { queue: QUEUE, actor: "operator-1", reason: "obsolete", asked: [id, "gone"], dropped: [id] },
    ]);
  });

  it("leaves a record of what was begun when it dies, and deletes nothing that it cannot record", async () => {
    const drops = new InMemoryDropLog();
    const id = store.put(QUEUE, "a");
    const dropping = { ...context, drops, ids: countedIds() };
    store.delete = async () => {
      throw new Error("SQS is away");
    };
    await expect(dropDeadLetters(dropping, command([id]))).rejects.toThrow("SQS is away");
    const [record] = (await drops.list({ limit: 10 })).items;
    expect(record).toMatchObject({ asked: [id] });
    expect(record).not.toHaveProperty("dropped");
    drops.put = async () => {
      throw new Error("DynamoDB is away");
    };
    store.delete = async () => new Set([id]);
    await expect(dropDeadLetters(dropping, command([id]))).rejects.toThrow("DynamoDB is away");
    expect(await store.count(QUEUE)).toMatchObject({ waiting: 1 });
  });
});
