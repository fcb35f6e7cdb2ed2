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
  const report = await runVitest(vitestArguments);
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  const skipped = report.numTotalTests - report.numPassedTests - report.numFailedTests;
  // A file that does not load fails the run without failing a test.
  if (!report.success && failed === 0) failed = 1;
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

async function runVitest(extra: readonly string[]): Promise<z.infer<typeof reportSchema>> {
  const folder = await mkdtemp(join(tmpdir(), "accession-tests-"));
  const file = join(folder, "report.json");
  try {
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
        { cwd: ROOT, stdio: "inherit" },
      );
      // The folder is removed when vitest has ended; a terminal has sent Ctrl-C to it as well.
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => child.kill(name));
      child.once("error", reject);
      child.once("exit", (status) => resolve(status ?? 1));
    });
    const report = reportSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return { ...report, success: report.success && code === 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
