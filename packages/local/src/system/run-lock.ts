import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { signalGroup } from "../engine/stop-group.ts";
import { SetUpError } from "../set-up/set-up-error.ts";
import { isAlive } from "./is-alive.ts";

const lockSchema = z.object({
  pid: z.int(),
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
  const mine: Lock = { pid: process.pid, groups: [], folder: "" };
  const write = (lock: Lock, flag: "wx" | "w") => writeFile(file, JSON.stringify(lock), { flag });
  try {
    await write(mine, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await endLeftovers(file);
    await write(mine, "wx");
  }
  return {
    note: (groups, folder) => write({ ...mine, groups: [...groups], folder }, "w"),
    release: () => rm(file, { force: true }),
  };
}

async function endLeftovers(file: string): Promise<void> {
  const left = lockSchema.safeParse(JSON.parse(await readFile(file, "utf8").catch(() => "null")));
  if (left.success) {
    if (isAlive(left.data.pid)) {
      throw new SetUpError(
        "already-running",
        `The system is running already in this folder (process ${left.data.pid}).`,
        "Use it (.accession/endpoints.json says where it is), end it with Ctrl-C in its terminal, or use another clone.",
      );
    }
    for (const group of left.data.groups) signalGroup(group, "SIGKILL");
    if (left.data.folder !== "") await rm(left.data.folder, { recursive: true, force: true });
  }
  await rm(file, { force: true });
}
