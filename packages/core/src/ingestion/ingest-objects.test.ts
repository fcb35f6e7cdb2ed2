import { countedIds } from "@accession/testing/counted-ids";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { memoryObjects } from "@accession/testing/ingestion/memory-objects";
import { RecordingHints } from "@accession/testing/ingestion/recording-hints";
import { refusingPublisher } from "@accession/testing/ingestion/refusing-publisher";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { type IngestContext, ingestObjects } from "./ingest-objects.ts";
import type { IngestBatch, IngestRecord } from "./ingest-store.ts";

/** A store that answers as if each object were the first of a study; `refuse` makes it fail. */
function world(refuse: (batch: IngestBatch) => Error | undefined = () => undefined) {
  const batches: IngestBatch[] = [];
  const objects = memoryObjects();
  const publisher = new RecordingPublisher();
  const hints = new RecordingHints();
  const ids = countedIds();
  const context: IngestContext = {
    tenants: {
      bySlug: async (slug) =>
        slug === "nobody"
          ? undefined
          : { id: tenantId(slug), slug, quietPeriodSeconds: 900, defaultIssuer: undefined },
      byId: async () => undefined,
    },
    reader: objects,
    store: {
      handOver: async () => undefined,
      async record(batch): Promise<IngestRecord> {
        batches.push(batch);
        const refusal = refuse(batch);
        if (refusal !== undefined) throw refusal;
        const study = {
          studyId: ids.next(),
          arrivalVersion: 1,
          instancesAdded: batch.objects.length,
          instanceCount: batch.objects.length,
          seriesCount: 1,
          correlationId: batch.objects[0]?.object.eventId ?? "",
        };
        const changes = { studies: [study], rejected: [] };
        const outcomes = new Map([["stored" as const, batch.objects.length]]);
        return {
          changes,
          events: batch.eventsOf(changes),
          outcomes,
          landings: batch.objects.map(({ object }) => object.landedAt),
          undecided: [],
          needs: [],
        };
      },
    },
    outbox: {
      unpublished: async () => [],
      load: async () => [],
      markPublished: async () => undefined,
      postpone: async () => undefined,
    },
    publisher,
    quietHints: hints,
    clock: new SettableClock(),
    ids,
    homeRegion: "eu-central-1",
  };
  return { context, objects, publisher, hints, batches };
}

const tenantId = (slug: string) =>
  `00000000-0000-4000-9000-${slug
    .padStart(12, "0")
    .slice(0, 12)
    .replace(/[^0-9a-f]/g, "a")}`;
const put = (objects: ReturnType<typeof memoryObjects>, name: string, slug = "demo") =>
  objects.put(`tenants/${slug}/uploads/${name}`, smallInstance());

describe("ingesting a batch", () => {
  it("records each tenant's objects together, in the order in which they landed", async () => {
    const { context, objects, batches } = world();
    const uploads = ["c", "a", "b"].map((name) => put(objects, name));
    await ingestObjects(context, [...uploads, put(objects, "d", "other")].reverse());
    expect(batches.map((batch) => batch.objects.map(({ object }) => object.key.at(-1))).sort()).toEqual([
      ["c", "a", "b"],
      ["d"],
    ]);
  });

  it("records each alone when they cannot be recorded together, so that one cannot hold up the others", async () => {
    const poison = (batch: IngestBatch) =>
      batch.objects.some(({ object }) => object.key.endsWith("poison"))
        ? new Error("no such row")
        : undefined;
    const { context, objects } = world(poison);
    const uploads = ["a", "poison", "b"].map((name) => put(objects, name));
    const report = await ingestObjects(context, uploads);
    expect([...report.failures.keys()]).toEqual([uploads[1]]);
    expect(report.outcomes.get("stored")).toBe(2);
  });

  it("does not try one by one against a database that is away", async () => {
    const { context, objects, batches } = world(
      () => new AppError("unavailable", "database.unavailable", "away"),
    );
    const uploads = ["a", "b", "c"].map((name) => put(objects, name));
    const report = await ingestObjects(context, [...uploads, { ...(uploads[0] ?? put(objects, "x")) }]);
    expect(batches).toHaveLength(1);
    expect(report.failures.size).toBe(4);
  });

  it("fails nothing for events that do not get out: the sweeper has them", async () => {
    const { context, objects } = world();
    const report = await ingestObjects({ ...context, publisher: refusingPublisher }, [put(objects, "a")]);
    expect(report.failures.size).toBe(0);
    expect(report.leftToSweepers).toEqual(new Map([["refused", 1]]));
  });

  it("asks for a look at the study after its quiet period, which a queue can delay for 900 s at most", async () => {
    const { context, objects, hints } = world();
    await ingestObjects(context, [put(objects, "a")]);
    expect(hints.asked).toMatchObject([{ delaySeconds: 900 }]);
  });

  it("says how long each version took from its landing until its receipt could be asked for", async () => {
    const { context, objects } = world();
    const clock = new SettableClock("2026-01-14T10:00:05.000Z");
    const uploads = ["a", "b"].map((name) => put(objects, name));
    const report = await ingestObjects({ ...context, clock }, uploads);
    // They landed at seconds 1 and 2.
    expect(report.landedToQueryableMs).toEqual([4000, 3000]);
  });

  it("publishes ids and counts only", async () => {
    const { context, objects, publisher } = world();
    await ingestObjects(context, [put(objects, "Doe^John 1970-01-01.dcm")]);
    const text = JSON.stringify(publisher.published);
    for (const secret of ["Doe", "Mutant", "M-1", "2.25.100", "uploads/"]) expect(text).not.toContain(secret);
  });
});
