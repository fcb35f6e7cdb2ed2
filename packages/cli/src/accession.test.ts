import { type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SCRIPT = join(import.meta.dirname, "accession.ts");

function start(args: readonly string[], options: SpawnOptions = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ACCESSION_ENDPOINTS: "/nowhere/endpoints.json", ...options.env },
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { child, exited };
}

async function accession(args: readonly string[], options?: SpawnOptions) {
  const { child, exited } = start(args, options);
  const [out, err, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { out, err, exitCode };
}

test("help is a result: on standard output, exit code 0", async () => {
  const { out, err, exitCode } = await accession(["upload", "--help"]);
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toContain("accession upload study/ --wait");
  expect(out).toContain("Exit codes:");
});

test("an unknown command is wrong usage", async () => {
  const { out, err, exitCode } = await accession(["uplaod"]);
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err).toContain("Did you mean upload?");
});

test("a system that is not up is told with its remedy, without a stack", async () => {
  const { out, err, exitCode } = await accession(["token"]);
  expect([exitCode, out]).toEqual([1, ""]);
  expect(err).toBe(
    "✗ There is no /nowhere/endpoints.json.\n  What to do: Start the system in another terminal: pnpm dev\n",
  );
});

test("inspect needs no system, and takes paths from where it was called", async () => {
  await using folder = await temporaryFolder({ "a.dcm": smallInstance(), "b.pdf": "%PDF" });
  const asScript = { npm_lifecycle_event: "accession", INIT_CWD: folder.path };
  const good = await accession(["inspect", "a.dcm", "--json"], { env: { ...process.env, ...asScript } });
  expect([good.exitCode, good.err, JSON.parse(good.out).file]).toEqual([0, "", "a.dcm"]);
  const bad = await accession(["inspect", "b.pdf", "--json"], { cwd: folder.path });
  expect([bad.exitCode, JSON.parse(bad.out).reason.code]).toEqual([1, "pdf"]);
  expect((await accession(["inspect", "none"], { cwd: folder.path })).exitCode).toBe(2);
});

test("a reader that stops early is no error", async () => {
  await using folder = await temporaryFolder({ "a.dcm": smallInstance() });
  const files = Array.from({ length: 2000 }, () => join(folder.path, "a.dcm"));
  const { child, exited } = start(["inspect", ...files]);
  child.stdout?.once("data", () => child.stdout?.destroy());
  const [err, exitCode] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), exited]);
  expect([exitCode, err]).toEqual([0, ""]);
});
