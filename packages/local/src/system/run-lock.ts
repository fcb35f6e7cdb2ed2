import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { signalGroup } from "../engine/stop-group.ts";
import { SetUpError } from "../set-up/set-up-error.ts";
import { isAlive } from "./is-alive.ts";

const lockSchema = z.object({
  pid: z.int(),
  /** When it was taken, in milliseconds since 1970: the ids of processes mean nothing after a restart of the machine. */
  since: z.number(),
  /** Process groups that this run started, so that the next one can end them when this one was killed. */
  groups: z.array(z.int()),
  /** The folder with the state of this run. */
  folder: z.string(),
});
type Lock = z.infer<typeof lockSchema>;

export interface RunLock {
  /** Notes what must not outlive this run. */
  note(groups: readonly number[], folder: string): Promise<void>;
  release(): Promise<void>;
}

/** One system per checkout at a time. What a killed run left behind is ended first. */
export async function takeRunLock(file: string): Promise<RunLock> {
  await mkdir(dirname(file), { recursive: true });
  const mine: Lock = { pid: process.pid, since: Date.now(), groups: [], folder: "" };
  if (!(await putInPlace(mine, file, link))) {
    await endLeftovers(file);
    if (!(await putInPlace(mine, file, link))) throw alreadyRunning("another one that starts now");
  }
  // Parts start side by side: their notes are written one after the other, or the lock would hold half of each.
  let noted: Promise<unknown> = Promise.resolve();
  return {
    note: async (groups, folder) => {
      const lock: Lock = { ...mine, groups: [...groups], folder };
      const writing = noted.then(() => putInPlace(lock, file, rename));
      noted = writing.catch(() => undefined);
      await writing;
    },
    release: () => rm(file, { force: true }),
  };
}

/** Whole or not at all: nobody reads half a lock. False when there is one, and `how` does not replace it. */
async function putInPlace(lock: Lock, file: string, how: typeof link): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(lock));
  try {
    await how(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

function alreadyRunning(who: string): SetUpError {
  return new SetUpError(
    "already-running",
    `The system is running already in this folder (${who}).`,
    "Use it (.accession/endpoints.json says where it is), end it with Ctrl-C in its terminal, or use another clone.",
  );
}

function parseLock(text: string) {
  try {
    return lockSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Cut short by a full disk or a crash: whoever wrote it is not to be found by it.
    return undefined;
  }
}

/** How long processes may take to die of SIGKILL; one that nobody reaps never seems to. */
const PATIENCE_MS = 2_000;

async function endLeftovers(file: string): Promise<void> {
  const left = parseLock(await readFile(file, "utf8").catch(() => ""));
  if (left !== undefined) {
    if (left.since > startOfMachine()) {
      if (isAlive(left.pid)) throw alreadyRunning(`process ${left.pid}`);
      for (const group of left.groups) signalGroup(group, "SIGKILL");
      for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await setTimeout(20)) {
        if (!left.groups.some(isAlive)) break;
      }
    }
    if (left.folder !== "") await rm(left.folder, { recursive: true, force: true });
  }
  await rm(file, { force: true });
}

/** In milliseconds since 1970. */
function startOfMachine(): number {
  return Date.now() - uptime() * 1000;
}
