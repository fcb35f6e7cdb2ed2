import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { endAllRuns, type Run, runScript, signalAll, whenPrinted } from "./run-script.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accession-state-"));
  // As a checkout is: Postgres may run as another user.
  await chmod(folder, 0o755);
});
afterEach(async () => {
  endAllRuns();
  await rm(folder, { recursive: true, maxRetries: 3 });
});

const dev = (...args: string[]) => runScript("packages/local/src/main/dev.ts", args, { folder });

async function accession(...args: string[]): Promise<string> {
  const command = runScript("packages/cli/src/accession.ts", args, { folder });
  expect([await command.exited, command.output()]).toEqual([0, expect.any(String)]);
  return command.output();
}

const endpoints = async () => JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8"));

/** What a user sees of the system. An order that waits does so in its next attempt after a restart. */
async function visible(): Promise<unknown> {
  const orders = (await accession("orders", "list", "--all", "--json")).trim().split("\n");
  return {
    endpoints: await endpoints(),
    orders: orders.map((line) => ({ ...JSON.parse(line), version: undefined, attempt: undefined })),
    studies: await accession("studies", "list", "--all", "--json"),
    stock: await accession("inventory", "get", "GADOLINIUM-10ML", "--json"),
  };
}

async function upAgain(): Promise<Run> {
  const run = dev();
  const output = await whenPrinted(run, "The system is up");
  expect(output).toContain("Going on with the state of the last run");
  expect(output).not.toContain("Demo job");
  return run;
}

async function placed(...args: string[]): Promise<string> {
  const lines = (await accession("orders", "place", ...args, "--json")).split("\n");
  return JSON.parse(lines.find((line) => line.startsWith("{")) ?? "").id;
}

const whenStatus = (id: string, status: string) =>
  waitUntil(`${id} is ${status}`, 120_000, async () =>
    (await accession("orders", "get", id, "--json")).includes(`"status":"${status}"`) ? true : undefined,
  );

it("is there again after a restart, goes on with what was under way, survives a kill, and begins anew when asked", async () => {
  const first = dev();
  await whenPrinted(first, "The system is up");
  // The demo job leaves two orders that a study could be for.
  const [cancelled, rival] = (await accession("orders", "list", "--status", "AWAITING_STUDY", "--json"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).id as string);
  const before = await visible();
  signalAll(first, "SIGINT");
  expect(await first.exited).toBe(0);

  const second = await upAgain();
  expect(await visible()).toEqual(before);
  // Goods that are ordered now, through streams, queues and the saga of the second run.
  await whenStatus(await placed("--sku", "GADOLINIUM-10ML", "--quantity", "1"), "COMPLETED");
  // The engine has ended the runs that waited; the orders wait on in their next attempts: one is ended, and the study
  // is then clearly the other's.
  await accession("orders", "cancel", cancelled ?? "");
  await whenStatus(cancelled ?? "", "CANCELLED");
  await whenStatus(rival ?? "", "COMPLETED");
  const later = await visible();
  // A kill loses what the engine has not written down yet, which it does every few seconds.
  const seen = Date.now();
  await waitUntil("the engine has saved all that was seen", 120_000, async () => {
    const engine = join(folder, "state/engine");
    const files = (await readdir(engine)).filter((name) => name.endsWith(".json"));
    const times = await Promise.all(files.map(async (name) => (await stat(join(engine, name))).mtimeMs));
    return times.every((time) => time > seen) ? true : undefined;
  });
  signalAll(second, "SIGKILL");
  await second.exited;

  const third = await upAgain();
  expect(await visible()).toEqual(later);
  signalAll(third, "SIGINT");
  expect(await third.exited).toBe(0);

  const fresh = dev("--fresh");
  expect(await whenPrinted(fresh, "Two tenants (")).not.toContain("Going on with the state");
  signalAll(fresh, "SIGINT");
  expect(await fresh.exited).toBe(130);
}, 400_000);
