import { type ChildProcess, fork } from "node:child_process";

export interface HandlerCall {
  readonly id: number;
  readonly event: unknown;
}

export interface HandlerAnswer {
  readonly id: number;
  /** From the call to the answer, as Lambda bills it. */
  readonly seconds: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** The environment was killed before it answered. */
export class HandlerKilled extends Error {
  override readonly name = "HandlerKilled";
}

/** A handler in a process of its own, as in a Lambda environment. */
export interface HandlerProcess extends AsyncDisposable {
  readonly pid: number;
  /** Written to its standard output so far. */
  logBytes(): number;
  /** Rejects with `HandlerKilled` when the process dies before it answers, or with what the handler threw. */
  invoke(event: unknown): Promise<HandlerAnswer>;
  /** As when an environment goes down: at once, whatever it does. */
  kill(): Promise<void>;
}

/** Starts the handler of `module` (a URL) with these variables, and nothing else of this process' environment. */
export async function handlerProcess(
  module: string,
  env: Readonly<Record<string, string>>,
): Promise<HandlerProcess> {
  const child = fork(new URL("run-handler.ts", import.meta.url), [module], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let logBytes = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    logBytes += chunk.length;
  });
  const waiting = new Map<number, { resolve(answer: HandlerAnswer): void; reject(error: Error): void }>();
  const ended = endOf(child);
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new HandlerKilled("the handler's process ended"));
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    void ended.then(() => reject(new HandlerKilled(`${module} did not start`)));
  });
  child.on("message", (answer: HandlerAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) call?.resolve(answer);
    else call?.reject(new Error(answer.error));
  });
  let calls = 0;
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    logBytes: () => logBytes,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          reject(new HandlerKilled("the handler's process ended before"));
          return;
        }
        const id = ++calls;
        waiting.set(id, { resolve, reject });
        child.send({ id, event } satisfies HandlerCall);
      }),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
