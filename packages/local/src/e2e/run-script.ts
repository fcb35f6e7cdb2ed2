/** Runs the project's scripts as a user does in a terminal, for end-to-end tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { ROOT } from "../set-up/paths.ts";

export interface Run {
  readonly child: ChildProcess;
  /** What it has printed until now. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

const running = new Set<ChildProcess>();

export interface RunOptions {
  /** Where the system says that it runs. */
  readonly folder: string;
  /** The checkout whose script is run. */
  readonly checkout?: string;
}

/** Starts a script in a process group of its own, as a terminal does with what it runs in the foreground. */
export function runScript(script: string, args: readonly string[], options: RunOptions): Run {
  const child = spawn(process.execPath, [join(options.checkout ?? ROOT, script), ...args], {
    env: {
      ...process.env,
      ACCESSION_RUN_FOLDER: options.folder,
      ACCESSION_ENDPOINTS: join(options.folder, "endpoints.json"),
    },
    stdio: ["ignore", "pipe", "pipe"],
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
export const signalAll = (run: Run, signal: NodeJS.Signals): void => {
  process.kill(-(run.child.pid ?? 0), signal);
};

/** Ends what a failed test has left. */
export function endAllRuns(): void {
  for (const child of running) process.kill(-(child.pid ?? 0), "SIGKILL");
}

/** Waits until a run has printed something; fails at once when it ends before. */
export const whenPrinted = (run: Run, text: string | RegExp, seconds = 180): Promise<string> =>
  waitUntil(`the output has ${text}`, seconds * 1000, async () => {
    const output = run.output();
    if (typeof text === "string" ? output.includes(text) : text.test(output)) return output;
    expect(running.has(run.child), output).toBe(true);
    return undefined;
  });
