import { spawn } from "node:child_process";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
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
    const child = spawn(command, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      ...(cwd !== undefined && { cwd }),
      ...(signal !== undefined && { signal }),
    });
    let stdout = "";
    let stderr = "";
    const read = (stream: NodeJS.ReadableStream, keep: (text: string) => void) => {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        keep(text);
        for (const line of text.split("\n")) if (line.trim() !== "") onLine?.(line.trim());
      });
    };
    read(child.stdout, (text) => {
      stdout += text;
    });
    read(child.stderr, (text) => {
      stderr += text;
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ code: 127, stdout, stderr: `${command}: not found` });
      else reject(error);
    });
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
