import type { Law, Violation } from "./law.ts";
import type { Checked, Portion } from "./verification.ts";

/** Adds up a portion while its walk goes on. */
export class PortionBuilder {
  readonly #checked: Checked = {};
  readonly #counts: Record<string, number> = {};
  readonly #violations: Violation[] = [];

  /** So many more were held against the law. */
  checked(law: Law, count = 1): void {
    this.#checked[law] = (this.#checked[law] ?? 0) + count;
  }

  count(name: string, count = 1): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + count;
  }

  report(violations: readonly Violation[]): void {
    this.#violations.push(...violations);
  }

  add({ checked, counts, violations }: Omit<Portion, "cursor">): void {
    for (const [law, count] of Object.entries(checked)) this.checked(law as Law, count);
    for (const [name, count] of Object.entries(counts)) this.count(name, count);
    this.report(violations);
  }

  get violationCount(): number {
    return this.#violations.length;
  }

  end(cursor: string | undefined): Portion {
    return { checked: this.#checked, counts: this.#counts, violations: this.#violations, cursor };
  }
}
