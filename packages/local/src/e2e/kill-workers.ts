import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { system } from "./under-test.ts";

const run = promisify(execFile);

/** Kills the workers of these functions in turn, one function at a time, until it is ended. Ending answers how many died. */
export function killInTurn(functionNames: readonly string[], everyMs: number): () => Promise<number> {
  const ended = new AbortController();
  const killing = (async () => {
    let killed = 0;
    for (let turn = 0; !ended.signal.aborted; turn++) {
      killed += await killWorkers(functionNames[turn % functionNames.length] ?? "");
      await delay(everyMs);
    }
    return killed;
  })();
  return () => {
    ended.abort();
    return killing;
  };
}

/** Kills the processes in which a function runs now, with whatever they are at. Returns how many there were. */
async function killWorkers(functionName: string): Promise<number> {
  const { stdout } = await run("ps", ["-axo", "pid=,args="]);
  const code = `ministack-lambda-accession-local-${functionName}-`;
  const workers = stdout
    .split("\n")
    .filter((line) => line.includes(system.folder) && line.includes(code))
    .map((line) => Number.parseInt(line, 10));
  let killed = 0;
  for (const pid of workers) {
    try {
      process.kill(pid, "SIGKILL");
      killed++;
    } catch (error) {
      // It ended by itself meanwhile.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
  return killed;
}
