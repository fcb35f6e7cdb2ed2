import "./provided.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEngine } from "../engine/start-engine.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { quietProgress } from "../set-up/progress.ts";

/** One real Postgres and one empty engine for all integration tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureEverything(quietProgress);
  const folder = await mkdtemp(join(tmpdir(), "accession-integration-"));
  const postgres = await startPostgres(folder);
  const engine = await startEngine(folder);
  project.provide("databaseUrl", postgres.url);
  project.provide("awsEndpoint", engine.endpoint);
  return async () => {
    await Promise.all([postgres.stop(), engine.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
}
