import type { Io } from "../io.ts";

export interface Counts {
  readonly done: number;
  readonly failed?: number;
  readonly total: number;
}

const BAR_WIDTH = 24;
/** Milliseconds between two drawings: more often nobody sees. */
const REDRAW_INTERVAL = 50;
const ERASE_LINE = "\r\u001b[K";

/** Shows how far something is: a bar on a terminal, else a line at each tenth. */
export class ProgressBar {
  readonly #io: Io;
  readonly #label: string;
  #tenths = 0;
  #drawn = false;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(io: Io, label: string) {
    this.#io = io;
    this.#label = label;
  }

  show({ done, failed = 0, total }: Counts): void {
    const share = total === 0 ? 1 : (done + failed) / total;
    const counts = `${done} of ${total}${failed > 0 ? `, ${failed} failed` : ""}`;
    const { terminalWidth } = this.#io;
    if (terminalWidth !== undefined) {
      const now = performance.now();
      if (share < 1 && now - this.#drawnAt < REDRAW_INTERVAL) return;
      this.#drawnAt = now;
      const filled = Math.floor(share * BAR_WIDTH);
      const bar = `${this.#label} [${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${counts}`;
      this.#io.draw(ERASE_LINE + bar.slice(0, terminalWidth - 1));
      this.#drawn = true;
      return;
    }
    const tenths = Math.floor(share * 10);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    this.#io.note(`${this.#label}: ${counts}`);
  }

  /** Takes the bar away, so that something else can be said. */
  clear(): void {
    if (this.#drawn) this.#io.draw(ERASE_LINE);
    this.#drawn = false;
  }
}
