import { spawn } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
  const lockOfGone = { pid: gone.pid, since: Date.now(), groups: [left.pid], folder: state };
  await writeFile(file, JSON.stringify(lockOfGone));

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

it("leaves processes alone that have an old run's ids after the machine was restarted", async () => {
  const other = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => other.once("exit", resolve));
  await writeFile(file, JSON.stringify({ pid: process.pid, since: 0, groups: [other.pid], folder: "" }));

  const lock = await takeRunLock(file);
  expect(isAlive(other.pid ?? 0)).toBe(true);
  other.kill();
  await ended;
  await lock.release();
});

it("notes all parts of a run, also when they start at the same time", async () => {
  const lock = await takeRunLock(file);
  for (let round = 1; round <= 50; round++) {
    await Promise.all([lock.note([round], folder), lock.note([round, round + 1], folder)]);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ groups: [round, round + 1], folder });
  }
  await lock.release();
});
