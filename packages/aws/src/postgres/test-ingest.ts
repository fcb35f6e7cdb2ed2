/** For integration tests: the ingest use case on a real database, with everything else in memory. */
import { randomUUID } from "node:crypto";
import type { IngestContext } from "@accession/core/ingestion/ingest-objects";
import type { CompleteStudyContext } from "@accession/core/studies/complete-study";
import { type MemoryObjects, memoryObjects } from "@accession/testing/ingestion/memory-objects";
import { RecordingHints } from "@accession/testing/ingestion/recording-hints";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import type { Pool } from "pg";
import { postgresCompletionStore } from "./postgres-completion-store.ts";
import { postgresIngestStore } from "./postgres-ingest-store.ts";
import { postgresOutbox } from "./postgres-outbox.ts";
import { postgresTenantDirectory } from "./postgres-tenant-directory.ts";
import type { TestDatabase } from "./test-database.ts";

/** One world: a bucket, a bus, a clock; every `worker` is a Lambda environment with a connection of its own. */
export interface TestIngest {
  readonly objects: MemoryObjects;
  readonly clock: SettableClock;
  readonly publisher: RecordingPublisher;
  readonly hints: RecordingHints;
  worker(pool?: Pool): IngestContext & CompleteStudyContext;
  /** Closes the workers' connections; otherwise they are closed with the database. */
  close(): Promise<void>;
}

export function testIngest(database: TestDatabase): TestIngest {
  const objects = memoryObjects();
  const clock = new SettableClock("2026-01-14T10:00:00.000Z");
  const publisher = new RecordingPublisher();
  const hints = new RecordingHints();
  const pools: Pool[] = [];
  return {
    objects,
    clock,
    publisher,
    hints,
    worker(pool = database.appPool()) {
      pools.push(pool);
      return {
        tenants: postgresTenantDirectory(pool),
        reader: objects,
        store: postgresIngestStore(pool),
        completions: postgresCompletionStore(pool),
        outbox: postgresOutbox(pool),
        publisher,
        quietHints: hints,
        clock,
        ids: { next: () => randomUUID() },
        homeRegion: "eu-central-1",
      };
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}
