import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { ROOT } from "../set-up/paths.ts";
import { seconds, streamProgress } from "../set-up/progress.ts";
import { runCommand } from "../set-up/run-command.ts";

/** The checks that are no tests, by their script in `package.json`. */
const CHECKS = ["check:format", "check:lint", "check:types", "check:dependencies"] as const;

/** What vitest's JSON report says at its top. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTotalTests: z.int(),
  success: z.boolean(),
});

/**
 * Installs what is missing, runs the checks and all levels of tests, and ends with one line of counts:
 * `N passed, N failed`. Returns the exit code: 0 when nothing failed, nothing was skipped and something ran.
 */
export async function runTests(vitestArguments: readonly string[], out: NodeJS.WriteStream): Promise<number> {
  const started = performance.now();
  const progress = streamProgress(out);
  await ensureEverything(progress);
  let passed = 0;
  let failed = 0;
  if (vitestArguments.length === 0) {
    for (const check of CHECKS) {
      const ok = await progress
        .step(check, () => runCheck(check, progress.line))
        .catch((error: unknown) => {
          progress.line(String(error));
          return false;
        });
      if (ok) passed += 1;
      else failed += 1;
    }
  }
  const reports = await runAll(vitestArguments, out);
  const sum = (count: (report: Report) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  passed += sum((report) => report.numPassedTests);
  failed += sum((report) => report.numFailedTests);
  const skipped = sum((report) => report.numTotalTests - report.numPassedTests - report.numFailedTests);
  // A file that does not load fails the run without failing a test.
  if (failed === 0 && reports.some(({ success }) => !success)) failed = 1;
  progress.line(`\nAll of it took ${seconds(started)}; the ${CHECKS.length} checks count as one test each.`);
  progress.line(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed === 0 && skipped === 0 && passed > 0 ? 0 : 1;
}

async function runCheck(script: string, line: (text: string) => void): Promise<true> {
  const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const command: string = manifest.scripts[script];
  const result = await runCommand("sh", ["-c", command], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}:${process.env["PATH"]}` },
  });
  if (result.code === 0) return true;
  line(result.stdout + result.stderr);
  throw new Error(`${script} failed`);
}

type Report = z.infer<typeof reportSchema>;

/**
 * The projects of `vitest.config.ts`, or what the arguments select. The last two run side by side, as one of them mostly
 * waits; the output of the second is shown when the first is done.
 */
async function runAll(extra: readonly string[], out: NodeJS.WriteStream): Promise<readonly Report[]> {
  if (extra.length > 0) return [(await runVitest(extra)).report];
  const first = await runVitest(["unit", "program", "integration"].map((name) => `--project=${name}`));
  const [shared, aside] = await Promise.all([
    runVitest(["--project=end-to-end"]),
    runVitest(["--project=whole-runs"], "kept"),
  ]);
  out.write(aside.output);
  return [first.report, shared.report, aside.report];
}

async function runVitest(
  extra: readonly string[],
  shown: "at once" | "kept" = "at once",
): Promise<{ readonly report: Report; readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "accession-tests-"));
  const file = join(folder, "report.json");
  try {
    let output = "";
    const code = await new Promise<number>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [
          join(ROOT, "node_modules/vitest/vitest.mjs"),
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${file}`,
          ...extra,
        ],
        { cwd: ROOT, stdio: shown === "at once" ? "inherit" : ["ignore", "pipe", "pipe"] },
      );
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      }
      // The folder is removed when vitest has ended; a terminal has sent Ctrl-C to it as well.
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => child.kill(name));
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    });
    const report = reportSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return { report: { ...report, success: report.success && code === 0 }, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
