import { setImmediate, setTimeout } from "node:timers/promises";

/** Why a run ended early: a signal, or an error that nobody awaited. */
export class Stopped extends Error {
  readonly code = "stopped";

  constructor(why: string, options?: ErrorOptions) {
    super(`stopped by ${why}`, options);
    this.name = "Stopped";
  }
}

/**
 * Aborts on Ctrl-C, on a request to end, and on an error that nobody caught, instead of ending the process before it
 * has cleaned up. A terminal sends Ctrl-C to every process of the foreground: helpers such as esbuild die of it, and
 * what they take along with them is an echo.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // The second Ctrl-C of somebody who cannot wait changes nothing: the first is being carried out.
  const stop = (why: Stopped) => {
    if (!controller.signal.aborted) controller.abort(why);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stop(new Stopped(signal)));
  process.on("uncaughtException", (cause) => {
    void echoOf(controller.signal).then(() => stop(new Stopped("an unexpected error", { cause })));
  });
  return controller.signal;
}

/** A helper that dies of a signal may be noticed before the signal itself: long enough for that to come. */
const ECHO_MS = 250;

/** Waits for the signal that an error may be the echo of; comes back soon when there is none. */
export async function echoOf(signal: AbortSignal): Promise<void> {
  await Promise.race([aborted(signal), setTimeout(ECHO_MS)]);
  // A loop that was busy runs its timers before it looks at signals.
  await setImmediate();
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** The result of some work, or the signal's reason as soon as it aborts: the work may never end by itself then. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const abort = aborted(signal).then((): never => {
    throw signal.reason;
  });
  // The loser of the race is nobody's business.
  for (const promise of [work, abort]) promise.catch(() => {});
  return Promise.race([work, abort]);
}
