import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
  try {
    await writeFile(LOCK, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(await readFile(LOCK, "utf8").catch(() => ""));
    // Killed in the middle: its lock holds nobody back.
    if (holder > 0 && !isAlive(holder)) await rm(LOCK, { force: true });
    return false;
  }
}
