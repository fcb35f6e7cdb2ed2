import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { testIngest } from "./test-ingest.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** Counts how often something is sent while nothing is on its way: each time, somebody waits for the network. */
function countRoundTrips(pool: Pool): () => number {
  let trips = 0;
  pool.on("connect", (client: PoolClient) => {
    let under = 0;
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    client.query = ((...args: unknown[]) => {
      if (under === 0) trips += 1;
      const answer = query(...args);
      // The pool's own queries take a callback.
      if (typeof args.at(-1) === "function") return answer;
      under += 1;
      const done = () => {
        under -= 1;
      };
      answer.then(done, done);
      return answer;
    }) as typeof client.query;
  });
  return () => trips;
}

it("records a batch in three round trips, and marks its events in two", async () => {
  const world = testIngest(database);
  const pool = database.appPool();
  const trips = countRoundTrips(pool);
  const worker = world.worker(pool);
  const batch = (seed: number) =>
    ctStudy({ seed, slices: 20, size: 8, accessionNumber: "A-1" }).instances.map(({ name, bytes }) =>
      world.objects.put(`tenants/demo/uploads/${seed}/${name}`, bytes),
    );
  // The first looks up the tenant as well.
  await ingestObjects(worker, batch(1));
  const before = trips();
  const report = await ingestObjects(worker, [...batch(2), ...batch(3)]);
  expect(report.outcomes).toEqual(new Map([["stored", 40]]));
  expect(trips() - before).toBe(5);
});
