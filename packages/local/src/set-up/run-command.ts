import { spawn } from "node:child_process";
import { signalGroup } from "../engine/stop-group.ts";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command with all that it started; the call then throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end and returns what it printed. Code 127 means that it is not there. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd, env = process.env, signal, onLine } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: what it starts ends with it.
      detached: true,
      ...(cwd !== undefined && { cwd }),
    });
    const end = () => {
      if (child.pid !== undefined) signalGroup(child.pid, "SIGTERM");
    };
    signal?.addEventListener("abort", end, { once: true });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        for (const line of text.split("\n")) if (line.trim() !== "") onLine?.(line.trim());
      });
    }
    child.once("error", (error: NodeJS.ErrnoException) => {
      // EACCES: not there either, and a folder of the PATH may not be entered.
      if (error.code === "ENOENT" || error.code === "EACCES")
        resolve({ code: 127, stdout: "", stderr: `${command}: not found` });
      else reject(error);
    });
    child.once("close", (code) => {
      signal?.removeEventListener("abort", end);
      if (signal?.aborted === true) reject(signal.reason);
      else resolve({ code: code ?? 1, ...output });
    });
  });
}
