import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalTenant } from "@accession/cli/client/endpoints";
import { freePort, keptPort, lastingPort } from "../engine/free-port.ts";
import type { RecordedResource } from "../program/resource.ts";
import { REQUIREMENTS } from "../set-up/paths.ts";
import { SetUpError } from "../set-up/set-up-error.ts";

/** The ports of one system. Addresses in its state name them, so a kept state keeps them. */
export interface Ports {
  readonly engine: number;
  readonly postgres: number;
  readonly api: number;
}

/** What a run must know of the run before to go on with its state. */
export interface KeptSystem {
  readonly ports: Ports;
  readonly tenants: readonly LocalTenant[];
  /** What the engine holds, in the order in which it was made. */
  readonly resources: readonly RecordedResource[];
}

/** Where a system has its state: Postgres, the engine, bundles, logs. */
export interface StateFolder {
  readonly folder: string;
  readonly ports: Ports;
  /** Whether the state outlives the run. */
  readonly lasting: boolean;
  /** What is there already; absent in an empty folder. */
  readonly kept?: KeptSystem;
  /** Notes what the next run must know. Does nothing for a state that goes with the run. */
  save(system: KeptSystem): Promise<void>;
  /** Removes it, when it does not last. */
  close(): Promise<void>;
}

/** A state that goes with the run. */
export async function temporaryState(): Promise<StateFolder> {
  const folder = await mkdtemp(join(tmpdir(), "accession-"));
  return {
    folder,
    ports: { engine: await freePort(), postgres: await freePort(), api: await freePort() },
    lasting: false,
    save: async () => {},
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The state that `dev` keeps from run to run; `fresh` throws away what is there. Throws SetUpError. */
export async function lastingState(folder: string, { fresh }: { fresh: boolean }): Promise<StateFolder> {
  const file = join(folder, "system.json");
  const madeWith = await readFile(REQUIREMENTS, "utf8");
  const kept = fresh ? undefined : await readKept(file, madeWith);
  // Without a note of what is in it, the folder is what an interrupted first start left.
  if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(folder, { recursive: true });
  return {
    folder,
    ports: kept === undefined ? await newPorts() : await checked(kept.ports),
    lasting: true,
    ...(kept !== undefined && { kept }),
    save: async (system) => {
      const draft = `${file}.new`;
      const text = JSON.stringify({ madeWith, system } satisfies KeptFile);
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, file);
    },
    close: async () => {},
  };
}

interface KeptFile {
  /** The engine's version, whose form of state may change with the next. */
  readonly madeWith: string;
  readonly system: KeptSystem;
}

async function readKept(file: string, madeWith: string): Promise<KeptSystem | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as KeptFile;
  if (kept.madeWith === madeWith) return kept.system;
  throw new SetUpError(
    "state-of-another-engine",
    "The kept state was made by another version of the local AWS engine.",
    "Start with --fresh, which begins with an empty state.",
  );
}

const newPorts = async (): Promise<Ports> => ({
  engine: await lastingPort(),
  postgres: await lastingPort(),
  api: await lastingPort(),
});

const checked = async (ports: Ports): Promise<Ports> => ({
  engine: await keptPort(ports.engine),
  postgres: await keptPort(ports.postgres),
  api: await keptPort(ports.api),
});
