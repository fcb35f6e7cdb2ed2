import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { type MatchingWorker, META, studyWait, type TestMatching, testMatching } from "./test-matching.ts";

const ROUNDS = 1000;

let database: TestDatabase;
let world: TestMatching;
beforeAll(async () => {
  database = await testDatabase();
  world = testMatching(database);
});
afterAll(() => database[Symbol.asyncDispose]());

interface Round {
  readonly orderId: string;
  readonly numbers: readonly string[];
  readonly studies: readonly string[];
}

/** Every third order has two lines under two numbers; every other study carries all of them, the rest one each. */
function roundOf(index: number): Round {
  const numbers = index % 3 === 0 ? [`R${index}B`, `R${index}A`] : [`R${index}A`];
  const studies = index % 2 === 0 ? [randomUUID()] : numbers.map(() => randomUUID());
  return { orderId: randomUUID(), numbers, studies };
}

async function arrive({ numbers, studies }: Round): Promise<void> {
  for (const [index, studyId] of studies.entries()) {
    const own = studies.length === 1 ? numbers : numbers.slice(index, index + 1);
    await world.arrive({
      studyId,
      patientId: "4711",
      numbers: own.toReversed().map((number) => [number, "RIS"] as const),
    });
  }
}

async function fulfil(worker: MatchingWorker, studyId: string): Promise<void> {
  expect(await worker.complete(studyId)).toBe(true);
  // The event comes at least once.
  for (let delivery = 0; delivery < 2; delivery++) {
    await worker.matches.match({ tenantId: world.tenantId, studyId, meta: META });
  }
}

it(`misses nothing and links nothing twice when both sides come at once, ${ROUNDS} times`, async () => {
  const rounds = Array.from({ length: ROUNDS }, (_, index) => roundOf(index));
  const workers = [world.worker(), world.worker(), world.worker(), world.worker()] as const;
  const answers: string[] = [];
  const run = async (from: number, [order, study]: readonly [MatchingWorker, MatchingWorker]) => {
    for (let index = from; index < ROUNDS; index += 2) {
      const round = rounds[index] as Round;
      await arrive(round);
      const [state] = await Promise.all([
        order.waits.register(studyWait(world.tenantId, round.orderId, round.numbers)),
        ...round.studies.map((studyId) => fulfil(study, studyId)),
      ]);
      answers.push(state);
    }
  };
  await Promise.all([run(0, [workers[0], workers[1]]), run(1, [workers[2], workers[3]])]);

  for (const { orderId } of rounds) {
    expect(await workers[0].waits.settle(world.tenantId, orderId), orderId).toBe("linked");
  }
  const expected = rounds.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const links = await world.query("select from study_link where status = 'linked' and version = 1");
  expect(links).toHaveLength(expected);
  expect(await world.query("select from study_link")).toHaveLength(expected);
  const events = await world.query("select from outbox where type = 'study.matched'");
  expect(events).toHaveLength(expected);
  expect(await world.query("select from study_link_history")).toHaveLength(expected);
  // Both sides won now and then: otherwise nothing was raced.
  expect(answers.filter((state) => state === "linked").length).toBeGreaterThan(0);
  expect(answers.filter((state) => state === "waiting").length).toBeGreaterThan(0);
}, 300_000);
