import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { sweepOutbox } from "@accession/core/outbox/sweep-outbox";
import { completeStudy } from "@accession/core/studies/complete-study";
import { sweepQuietStudies } from "@accession/core/studies/sweep-quiet-studies";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { refusingPublisher } from "@accession/testing/ingestion/refusing-publisher";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TestIngest, testIngest } from "./test-ingest.ts";

const slices = ctStudy({ seed: 9, slices: 3, size: 8 }).instances;

let database: TestDatabase;
let world: TestIngest;
beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 30 });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query(
    "truncate object_removal, receipt_history, receipt, instance, series, study_accession_number, study_link_history, study_link, study, outbox",
  );
  world = testIngest(database);
});

async function arrive(index: number, worker = world.worker()): Promise<void> {
  const slice = slices[index];
  if (slice === undefined) throw new Error("no such slice");
  const object = world.objects.put(`tenants/demo/uploads/${slice.name}`, slice.bytes);
  expect((await ingestObjects(worker, [object])).failures.size).toBe(0);
}

function study(): { tenantId: string; studyId: string } {
  const hint = world.hints.asked.at(-1);
  if (hint === undefined) throw new Error("no study was updated");
  return { tenantId: hint.tenantId, studyId: hint.studyId };
}

function completions(): unknown[] {
  return world.publisher.published.flatMap(({ envelope }) =>
    envelope.type === "study.completed" ? [[envelope.aggregateVersion, envelope.data]] : [],
  );
}

describe("completing a study", () => {
  it("waits until nothing arrived for the quiet period", async () => {
    await arrive(0);
    world.clock.advance(20);
    await arrive(1);
    world.clock.advance(20);
    expect(await completeStudy(world.worker(), study(), "hint")).toBe(false);
    world.clock.advance(10);
    expect(await completeStudy(world.worker(), study(), "hint")).toBe(true);
    expect(completions()).toMatchObject([[2, { instanceCount: 2, seriesCount: 1 }]]);
  });

  it("happens once per version, however many ask at once", async () => {
    await arrive(0);
    world.clock.advance(31);
    const asked = await Promise.all([
      ...Array.from({ length: 5 }, () => completeStudy(world.worker(), study(), "hint")),
      ...Array.from({ length: 2 }, async () => (await sweepQuietStudies(world.worker(), "sweep")) === 1),
    ]);
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(completions()).toHaveLength(1);
  });

  it("happens again for what arrives late, as a further version", async () => {
    await arrive(0);
    world.clock.advance(31);
    await sweepQuietStudies(world.worker(), "sweep");
    await arrive(1);
    expect(await sweepQuietStudies(world.worker(), "sweep")).toBe(0);
    world.clock.advance(31);
    expect(await sweepQuietStudies(world.worker(), "sweep")).toBe(1);
    expect(completions()).toMatchObject([
      [1, { instanceCount: 1 }],
      [2, { instanceCount: 2 }],
    ]);
  });

  it("carries the correlation id of the file that came last", async () => {
    await arrive(0);
    await arrive(1);
    world.clock.advance(31);
    await completeStudy(world.worker(), study(), "message-7");
    expect(world.publisher.published.at(-1)?.envelope.meta).toMatchObject({
      correlationId: "event-2",
      causationId: "message-7",
    });
  });
});

describe("an event that did not get out", () => {
  it("is published by the sweeper with the same id, once it had its time", async () => {
    await arrive(0, { ...world.worker(), publisher: refusingPublisher });
    const { rows } = await database.owner.query<{ id: string }>(
      "select id from outbox where published_at is null",
    );
    // The writer has half a minute; the database's clock, not the test's, dated the row.
    const later = { ...world.worker(), clock: { now: () => new Date(Date.now() + 31_000) } };
    expect(
      await sweepOutbox({ ...later, clock: { now: () => new Date(Date.now() - 60_000) } }),
    ).toMatchObject({
      published: 0,
    });
    expect(await sweepOutbox(later)).toMatchObject({ published: 1, failed: 0 });
    expect(world.publisher.published.map(({ envelope }) => envelope.id)).toEqual(rows.map((row) => row.id));
    expect(await sweepOutbox(later)).toMatchObject({ published: 0 });
  });
});
