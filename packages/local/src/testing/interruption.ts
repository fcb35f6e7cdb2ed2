const INTERRUPTED = 130;

/**
 * A signal that aborts when the tests are interrupted. Vitest ends at once then, without its teardown: `stop`, once it
 * is given, ends first what a global set-up has started, which has process groups of its own.
 */
export function interruption(): { readonly signal: AbortSignal; endWith(stop: () => Promise<void>): void } {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Vitest's own listener leaves no time.
    process.removeAllListeners(name);
    process.on(name, () => controller.abort(new Error(`interrupted by ${name}`)));
  }
  return {
    signal: controller.signal,
    endWith: (stop) => {
      const end = () => void stop().finally(() => process.exit(INTERRUPTED));
      if (controller.signal.aborted) end();
      else controller.signal.addEventListener("abort", end);
    },
  };
}
