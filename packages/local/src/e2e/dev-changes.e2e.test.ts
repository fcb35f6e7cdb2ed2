import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, apiClient } from "@accession/cli/client/api-client";
import { endpointsSchema } from "@accession/cli/client/endpoints";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { PLATFORM, PYTHON_ENVIRONMENT, ROOT } from "../set-up/paths.ts";
import { endAllRuns, type Run, runScript, signalAll, whenPrinted } from "./run-script.ts";

const SOURCES = [
  "events",
  "infra",
  "packages",
  "stacks",
  "package.json",
  "pnpm-workspace.yaml",
  "sst-env.d.ts",
  "sst.config.ts",
  "tsconfig.base.json",
  "tsconfig.json",
];

let checkout: string;
/** A copy of the sources that a test may change, with what was installed for them. */
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), "accession-checkout-"));
  await chmod(checkout, 0o755);
  for (const name of SOURCES) {
    await cp(join(ROOT, name), join(checkout, name), { recursive: true, verbatimSymlinks: true });
  }
  await symlink(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  await mkdir(join(checkout, ".sst"));
  await symlink(PLATFORM, join(checkout, ".sst/platform"));
  await mkdir(join(checkout, ".accession"));
  await symlink(PYTHON_ENVIRONMENT, join(checkout, ".accession/python"));
});
afterEach(async () => {
  endAllRuns();
  await rm(checkout, { recursive: true, maxRetries: 3 });
});

/** Puts a new file in the place of the old, as git and most editors do. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text);
  await rename(`${file}.draft`, file);
}

async function change(path: string, from: string | RegExp, to: string): Promise<() => Promise<void>> {
  const file = join(checkout, path);
  const text = await readFile(file, "utf8");
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await replaceFile(file, changed);
  return () => replaceFile(file, text);
}

async function api(): Promise<ApiClient> {
  const file = await readFile(join(checkout, ".accession/endpoints.json"), "utf8");
  const endpoints = endpointsSchema.parse(JSON.parse(file));
  return apiClient(endpoints.api, await signInAsTenant(endpoints, "demo"));
}

/** What is printed after what was there before. */
const next = async (run: Run, work: () => Promise<unknown>, text: string | RegExp): Promise<string> => {
  const before = run.output().length;
  await work();
  await waitUntil(`${text} is printed`, 120_000, async () =>
    run.output().slice(before).match(text) === null ? undefined : true,
  );
  return run.output().slice(before);
};

const HEALTH = "packages/functions/src/operations/get-health.http.ts";
const ROUTE = /route\("GET \/v1\/health"[\s\S]*?\}\);\n/;

/** The engine refuses a second log group of a name, and a topic without one. */
const LAMP = '\nconst lamp = new aws.cloudwatch.LogGroup("Lamp", { name: "/lamp", retentionInDays: 7 });\n';
const LAMP_AND_BELL = `${LAMP}lamp.arn.apply(() => new aws.sns.Topic("Bell"));\n`;

it("puts changed handlers and a changed program live, and goes on with the old where the new does not build", async () => {
  const folder = join(checkout, ".accession");
  const dev = runScript("packages/local/src/main/dev.ts", ["--empty"], { folder, checkout });
  await whenPrinted(dev, "The system is up");
  const client = await api();
  const health = () => client.call("GET", "/v1/health");

  const undoHandler = change(HEALTH, 'api: "v1"', 'api: "changed"');
  expect(await next(dev, () => undoHandler, /✓ live \(.*get-health\.http/)).not.toContain("✗");
  expect((await health()).body).toMatchObject({ versions: { api: "changed" } });

  const broken = change(HEALTH, "export const handler", "export const const handler");
  const refused = await next(dev, () => broken, /✗ not applied/);
  expect(refused).toContain(`${HEALTH}:`);
  expect((await health()).status).toBe(200);
  await next(dev, async () => (await broken)(), /✓ live \(.*no handler has changed/);
  await next(dev, async () => (await undoHandler)(), /✓ live \(.*get-health\.http/);
  expect((await health()).body).toMatchObject({ versions: { api: "v1" } });

  const undoRoute = change("stacks/api.ts", ROUTE, "");
  const removed = await next(dev, () => undoRoute, /✓ program applied/);
  expect(removed).toMatch(/removed Route/);
  await waitUntil("the route is gone", 120_000, async () =>
    (await health()).status === 404 ? true : undefined,
  );
  const restored = await next(dev, async () => (await undoRoute)(), /✓ program applied/);
  expect(restored).toMatch(/made Route/);
  expect((await health()).status).toBe(200);

  const wrong = change("stacks/orders.ts", "batchSize: 10", 'batchSize: nothing("10")');
  expect(await next(dev, () => wrong, /✗ not applied/)).toContain("nothing is not defined");
  await next(dev, async () => (await wrong)(), /✓ program applied/);

  // A change of the program that came while a handler did not build is applied with what mends the handler.
  const wrongAgain = change(HEALTH, "export const handler", "export const const handler");
  await next(dev, () => wrongAgain, /✗ not applied/);
  const withoutRoute = change("stacks/api.ts", ROUTE, "");
  await next(dev, () => withoutRoute, /✗ not applied/);
  expect(await next(dev, async () => (await wrongAgain)(), /✓/)).toMatch(/removed Route/);
  await next(dev, async () => (await withoutRoute)(), /✓ program applied/);

  const undoLast = change(HEALTH, 'api: "v1"', 'api: "left behind"');
  await next(dev, () => undoLast, /✓ live \(.*get-health\.http/);
  signalAll(dev, "SIGINT");
  expect(await dev.exited).toBe(0);
  // The sources are as the program was last applied with; the function is not.
  await (await undoLast)();
  const again = runScript("packages/local/src/main/dev.ts", [], { folder, checkout });
  await whenPrinted(again, "The system is up");
  const { body } = await (await api()).call("GET", "/v1/health");
  expect(body).toMatchObject({ versions: { api: "v1" } });
  signalAll(again, "SIGINT");
  expect(await again.exited).toBe(0);

  // What a start applied before it failed is known to the next.
  const half = await change("stacks/outbox.ts", /$/, LAMP_AND_BELL);
  const refusedStart = runScript("packages/local/src/main/dev.ts", [], { folder, checkout });
  expect(await refusedStart.exited).toBe(1);
  expect(refusedStart.output()).toContain('aws:sns/topic:Topic "Bell"');
  await half();
  await change("stacks/outbox.ts", /$/, LAMP);
  const mended = runScript("packages/local/src/main/dev.ts", [], { folder, checkout });
  await whenPrinted(mended, "The system is up");
  signalAll(mended, "SIGINT");
  expect(await mended.exited).toBe(0);
}, 600_000);
