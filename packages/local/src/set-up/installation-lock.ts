import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitUntil } from "../engine/wait-until.ts";
import { isAlive } from "../system/is-alive.ts";
import { STATE } from "./paths.ts";

const LOCK = join(STATE, "installing.pid");
const PATIENCE_MS = 10 * 60_000;

/** Runs an installation while no other process of this checkout does; the others wait, and then find it done. */
export async function whileInstalling<T>(install: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  await mkdir(STATE, { recursive: true });
  await waitUntil("another installation in this folder", PATIENCE_MS, async () => {
    signal?.throwIfAborted();
    return (await take()) ? true : undefined;
  });
  try {
    return await install();
  } finally {
    await rm(LOCK, { force: true });
  }
}

async function take(): Promise<boolean> {
  const draft = `${LOCK}.${process.pid}`;
  await writeFile(draft, String(process.pid));
  try {
    // Whole or not at all: nobody reads a lock without its holder.
    await link(draft, LOCK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = await readFile(LOCK, "utf8").catch(() => undefined);
    // Killed in the middle: its lock holds nobody back. Gone meanwhile: the next try takes it.
    if (holder !== undefined && !(Number(holder) > 0 && isAlive(Number(holder))))
      await rm(LOCK, { force: true });
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}
