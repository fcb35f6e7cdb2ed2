import { spawn } from "node:child_process";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isAlive } from "./is-alive.ts";
import { takeRunLock } from "./run-lock.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accession-lock-"));
  file = join(folder, "running.json");
});
afterEach(() => rm(folder, { recursive: true }));

it("lets one system run in a folder, and the next when it is over", async () => {
  const lock = await takeRunLock(file);
  await expect(takeRunLock(file)).rejects.toMatchObject({
    code: "already-running",
    message: expect.stringContaining(`process ${process.pid}`),
    remedy: expect.stringContaining("Ctrl-C"),
  });
  await lock.release();
  await (await takeRunLock(file)).release();
});

it("ends what a killed run left: its processes and its state", async () => {
  const left = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => left.once("exit", resolve));
  const state = join(folder, "state");
  await mkdir(state);
  const gone = spawn("true");
  await new Promise((resolve) => gone.once("exit", resolve));
  await writeFile(file, JSON.stringify({ pid: gone.pid, groups: [left.pid], folder: state }));

  const lock = await takeRunLock(file);
  await ended;
  expect(isAlive(left.pid ?? 0)).toBe(false);
  await expect(access(state)).rejects.toThrow("ENOENT");
  await lock.release();
});

it("takes over a lock that was not written to its end", async () => {
  await writeFile(file, "");
  await (await takeRunLock(file)).release();
});
