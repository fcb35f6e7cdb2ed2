import type { QuietHint, QuietHints } from "@accession/core/studies/quiet-hints";

/** Hints that nobody delivers. */
export class RecordingHints implements QuietHints {
  readonly asked: QuietHint[] = [];

  async ask(hints: readonly QuietHint[]): Promise<readonly never[]> {
    this.asked.push(...hints);
    return [];
  }
}
