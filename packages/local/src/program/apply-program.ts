import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BuiltHandlers } from "./handler-bundles.ts";
import type { AppliedProgram, ParentMessage, ProcessMessage, ProgramTask } from "./program-task.ts";
import type { RecordedResource } from "./resource.ts";

export interface ApplyOptions extends ProgramTask {
  /** The evaluation begins while the handlers are still being built. */
  readonly built: Promise<BuiltHandlers>;
  readonly signal: AbortSignal | undefined;
  readonly note: (text: string) => void;
  /** Told what an engine that held something before holds now, when not all was applied. */
  readonly onPartlyApplied: (resources: readonly RecordedResource[]) => Promise<void>;
}

/** How long what is under way may take once the user wants to stop. */
const STOP_PATIENCE_MS = 5_000;

/** The program could not be evaluated or applied. `stack` leads to its own line where there is one. */
export class ProgramFailed extends Error {
  readonly code: string;
  /** What the engine holds now. */
  readonly resources: readonly RecordedResource[];

  constructor(message: string, code: string, resources: readonly RecordedResource[], stack?: string) {
    super(message);
    this.name = "ProgramFailed";
    this.code = code;
    this.resources = resources;
    if (stack !== undefined) this.stack = stack;
  }
}

/** Evaluates the SST program and brings engine and database to it. Throws ProgramFailed, or why `signal` aborted. */
export async function applyProgram(options: ApplyOptions): Promise<AppliedProgram> {
  const { built, signal, note, onPartlyApplied, ...task } = options;
  signal?.throwIfAborted();
  const child = fork(fileURLToPath(new URL("./program-process.ts", import.meta.url)), {
    // A terminal's Ctrl-C is for the process that the user started; this one is ended by it.
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  const tell = (message: ParentMessage) => child.connected && child.send(message);
  const end = () => void child.kill("SIGKILL");
  const stop = () => {
    // What is made for the first time is thrown away with its engine.
    if (task.recorded.length === 0) return end();
    tell({ type: "stop" });
    setTimeout(end, STOP_PATIENCE_MS).unref();
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const applied = new Promise<AppliedProgram>((resolve, reject) => {
      child.on("message", (message: ProcessMessage) => {
        if (message.type === "note") note(message.text);
        else if (message.type === "done") resolve(message.program);
        else
          reject(
            new ProgramFailed(
              message.message,
              message.code ?? "program-failed",
              message.resources,
              message.stack,
            ),
          );
      });
      child.once("error", reject);
      child.once("exit", (code) => {
        reject(
          signal?.reason ?? new ProgramFailed(`its evaluation ended with code ${code}`, "program-ended", []),
        );
      });
    });
    tell({ type: "apply", task });
    const [program] = await Promise.all([
      applied,
      built.then((handlers) => tell({ type: "built", handlers })),
    ]);
    return program;
  } catch (error) {
    const known = error instanceof ProgramFailed && task.recorded.length > 0 && error.resources.length > 0;
    if (known) await onPartlyApplied(error.resources);
    throw signal?.aborted === true ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", stop);
    end();
  }
}
