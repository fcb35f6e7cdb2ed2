import type { ChildProcess } from "node:child_process";

const PATIENCE_MS = 5_000;

/** Ends a detached process with all that it started, by force after `patienceMs`, and waits until it is gone. */
export async function stopGroup(
  child: ChildProcess,
  signal: NodeJS.Signals = "SIGTERM",
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  signalGroup(pid, signal);
  const impatient = setTimeout(() => signalGroup(pid, "SIGKILL"), patienceMs);
  await ended;
  clearTimeout(impatient);
  // Workers that outlived their parent.
  signalGroup(pid, "SIGKILL");
}

/** Signals a process group; one that is gone already is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
