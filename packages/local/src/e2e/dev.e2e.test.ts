import { type ChildProcess, spawn } from "node:child_process";
import { access, chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpointsSchema } from "@accession/cli/client/endpoints";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { ROOT } from "../set-up/paths.ts";
import { isAlive } from "../system/is-alive.ts";

let folder: string;
const running = new Set<ChildProcess>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accession-dev-"));
  // As a checkout is: Postgres may run as another user.
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const child of running) process.kill(-(child.pid ?? 0), "SIGKILL");
  await rm(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function run(script: string, args: readonly string[] = []): Run {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    env: {
      ...process.env,
      ACCESSION_RUN_FOLDER: folder,
      ACCESSION_ENDPOINTS: join(folder, "endpoints.json"),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal gives to what it runs in the foreground.
    detached: true,
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, output: () => output, exited };
}

/** As a terminal sends it: to the process and to every helper that it has started. */
const signalAll = (run: Run, signal: NodeJS.Signals) => process.kill(-(run.child.pid ?? 0), signal);

const dev = (...args: string[]) => run("packages/local/src/main/dev.ts", args);
const lock = async () => JSON.parse(await readFile(join(folder, "running.json"), "utf8"));

/** What the run noted as its own, once that is complete: Postgres and the engine. */
const parts = () =>
  waitUntil("Postgres and the engine run", 60_000, async () => {
    const noted = await lock().catch(() => undefined);
    return noted?.groups.length === 2 ? (noted as { groups: number[]; folder: string }) : undefined;
  });

const up = (started: Run) =>
  waitUntil("dev is up", 120_000, async () => {
    expect(running.has(started.child), started.output()).toBe(true);
    return started.output().includes("The system is up") ? true : undefined;
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
  const first = dev();
  const noted = await parts();
  await up(first);

  const endpoints = JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8"));
  expect(endpointsSchema.strict().parse(endpoints)).toEqual(endpoints);
  expect(Object.keys(endpoints.aws).sort()).toEqual(["accessKeyId", "endpoint", "region", "secretAccessKey"]);

  const second = dev();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain("running already in this folder");
  expect(noted.groups.every(isAlive)).toBe(true);

  const accession = async (...args: string[]) => {
    const command = run("packages/cli/src/accession.ts", args);
    return { code: await command.exited, output: command.output() };
  };
  const token = await accession("token", "--tenant", "demo");
  expect(token).toEqual({ code: 0, output: expect.stringMatching(/^eyJ[\w.-]+\n$/) });
  const orders = await accession("orders", "list", "--json");
  expect(orders.code).toBe(0);
  const statuses = orders.output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).status);
  expect(statuses.sort()).toEqual([
    "AWAITING_STUDY",
    "AWAITING_STUDY",
    "COMPLETED",
    "COMPLETED",
    "COMPLETED",
    "FAILED",
    "FAILED",
  ]);
  const studies = await accession("studies", "list", "--accession-number", "DEMO-CT-0001", "--json");
  expect(JSON.parse(studies.output)).toMatchObject({ state: "complete", instanceCount: 40 });

  signalAll(first, "SIGINT");
  expect(await first.exited).toBe(0);
  await expectNothingLeft(noted);

  // What there was is there again, without a second demo job; also when the run is killed.
  const third = dev();
  await up(third);
  expect(third.output()).toContain("Going on with the state of the last run");
  expect(third.output()).not.toContain("Demo job");
  const again = JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8"));
  expect(again).toEqual(endpoints);
  expect((await accession("orders", "list", "--json")).output).toBe(orders.output);
  expect((await accession("studies", "list", "--accession-number", "DEMO-CT-0001", "--json")).output).toBe(
    studies.output,
  );
  const placed = await accession("orders", "place", "--sku", "GADOLINIUM-10ML", "--quantity", "1", "--json");
  const { id } = JSON.parse(placed.output.split("\n").find((line) => line.startsWith("{")) ?? "");
  await waitUntil("an order of the second run is completed", 60_000, async () => {
    const { output } = await accession("orders", "get", id, "--json");
    return output.includes('"status":"COMPLETED"') ? true : undefined;
  });
  // Long enough for the engine to have written down what it holds.
  const saved = await waitUntil("the engine's state is saved", 60_000, async () => {
    const engine = await readFile(join(folder, "state/engine/dynamodb.json"), "utf8");
    return engine.includes(id.slice("ord_".length)) && engine.includes("COMPLETED") ? true : undefined;
  });
  expect(saved).toBe(true);
  const before = await accession("orders", "list", "--json");
  signalAll(third, "SIGKILL");
  await third.exited;
  const fourth = dev();
  await up(fourth);
  expect((await accession("orders", "list", "--json")).output).toBe(before.output);
  signalAll(fourth, "SIGINT");
  expect(await fourth.exited).toBe(0);

  const fresh = dev("--fresh");
  await waitUntil("the state is made anew", 60_000, async () =>
    fresh.output().includes("Two tenants") ? true : undefined,
  );
  expect(fresh.output()).not.toContain("Going on with the state");
  signalAll(fresh, "SIGINT");
  expect(await fresh.exited).toBe(130);
}, 300_000);
