/** Tells a person what is going on: one line per step, with its time. */
export interface Progress {
  /** Runs a step and prints its line: `✓ Postgres 17 (0.9 s)`, or `✗` and throws on. */
  step<T>(title: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>;
  line(text: string): void;
}

/** Progress on a stream; on a terminal the last line shows what is running. */
export function streamProgress(out: NodeJS.WriteStream): Progress {
  const live = out.isTTY === true;
  const running = new Map<symbol, string>();
  const print = (text: string) => {
    const status = live && running.size > 0 ? `… ${[...running.values()].join(" │ ")}` : "";
    out.write(live ? `\r\u001b[K${text}${status.slice(0, (out.columns || 80) - 1)}` : text);
  };
  return {
    line: (text) => print(`${text}\n`),
    async step(title, work) {
      const started = performance.now();
      const id = Symbol(title);
      const show = (text: string) => {
        running.set(id, text);
        print(live ? "" : `… ${text}\n`);
      };
      const end = (mark: string) => {
        running.delete(id);
        print(`${mark} ${title} (${seconds(started)})\n`);
      };
      show(title);
      try {
        const result = await work((note) => show(`${title}: ${note}`));
        end("✓");
        return result;
      } catch (error) {
        end("✗");
        throw error;
      }
    },
  };
}

/** Seconds since a `performance.now()`, for people: `1.2 s`. */
export function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/** Progress that says nothing, for tests. */
export const quietProgress: Progress = { line: () => {}, step: (_, work) => work(() => {}) };
