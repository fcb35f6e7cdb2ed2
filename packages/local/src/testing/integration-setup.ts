import "./provided.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../engine/free-port.ts";
import { startEngine } from "../engine/start-engine.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { quietProgress } from "../set-up/progress.ts";
import { StartedParts } from "../system/started-parts.ts";
import { interruption } from "./interruption.ts";

/** One real Postgres and one empty engine for all integration tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { signal, endWith } = interruption();
  await ensureEverything(quietProgress, signal);
  const folder = await mkdtemp(join(tmpdir(), "accession-integration-"));
  const parts = new StartedParts(folder, undefined);
  parts.onStop(() => rm(folder, { recursive: true, force: true }));
  try {
    const [postgres, engine] = await parts.startAll([
      async () => startPostgres({ folder, port: await freePort(), lasting: false, signal }),
      async () => startEngine({ folder, port: await freePort(), lasting: false, signal }),
    ]);
    project.provide("databaseUrl", postgres.url);
    project.provide("awsEndpoint", engine.endpoint);
  } catch (error) {
    await parts.stop();
    throw error;
  }
  endWith(() => parts.stop());
  return () => parts.stop();
}
