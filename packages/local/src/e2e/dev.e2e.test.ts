import { access, chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpointsSchema } from "@accession/cli/client/endpoints";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { isAlive } from "../system/is-alive.ts";
import { endAllRuns, runScript, signalAll, whenPrinted } from "./run-script.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accession-dev-"));
  // As a checkout is: Postgres may run as another user.
  await chmod(folder, 0o755);
});
afterEach(async () => {
  endAllRuns();
  await rm(folder, { recursive: true });
});

const dev = (...args: string[]) => runScript("packages/local/src/main/dev.ts", args, { folder });
const lock = async () => JSON.parse(await readFile(join(folder, "running.json"), "utf8"));

/** What the run noted as its own, once that is complete: Postgres and the engine. */
const parts = () =>
  waitUntil("Postgres and the engine run", 120_000, async () => {
    const noted = await lock().catch(() => undefined);
    return noted?.groups.length === 2 ? (noted as { groups: number[]; folder: string }) : undefined;
  });

async function expectNothingLeft(noted: { groups: number[]; folder: string }): Promise<void> {
  expect(noted.groups.filter(isAlive)).toEqual([]);
  if (noted.folder !== "") await expect(access(noted.folder)).rejects.toThrow("ENOENT");
  await expect(access(join(folder, "endpoints.json"))).rejects.toThrow("ENOENT");
  await expect(access(join(folder, "running.json"))).rejects.toThrow("ENOENT");
}

it("dev --once shows the main job, exits 0 and leaves nothing behind", async () => {
  const once = dev("--once");
  const noted = await parts();
  expect([await once.exited, once.output()]).toEqual([0, expect.stringContaining(", 0 not met")]);
  expect(once.output()).toMatch(/Ready in \d+\.\d s/);
  expect(once.output()).toMatch(/Dead letters: 0 in \d+ queues/);
  await expectNothingLeft(noted);
});

it.each(["SIGINT", "SIGTERM"] as const)("dev cleans up on %s while it starts", async (signal) => {
  const started = dev("--once");
  const noted = await parts();
  signalAll(started, signal);
  expect(await started.exited).toBe(130);
  expect(started.output()).toContain("nothing is left running");
  await expectNothingLeft(noted);
});

it("dev stays up, refuses a second one in its folder, serves the CLI, and ends clean on Ctrl-C", async () => {
  const first = dev("--empty");
  const noted = await parts();
  expect(await whenPrinted(first, "The system is up")).not.toContain("Demo job");

  const endpoints = JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8"));
  expect(endpointsSchema.strict().parse(endpoints)).toEqual(endpoints);
  expect(Object.keys(endpoints.aws).sort()).toEqual(["accessKeyId", "endpoint", "region", "secretAccessKey"]);

  const second = dev();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain("running already in this folder");
  expect(noted.groups.every(isAlive)).toBe(true);

  const accession = async (...args: string[]) => {
    const command = runScript("packages/cli/src/accession.ts", args, { folder });
    return { code: await command.exited, output: command.output() };
  };
  const token = await accession("token", "--tenant", "demo");
  expect(token).toEqual({ code: 0, output: expect.stringMatching(/^eyJ[\w.-]+\n$/) });
  const orders = await accession("orders", "list", "--json");
  expect(orders).toEqual({ code: 0, output: "" });

  signalAll(first, "SIGINT");
  expect(await first.exited).toBe(0);
  await expectNothingLeft(noted);
});
