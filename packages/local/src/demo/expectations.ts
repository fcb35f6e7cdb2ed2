/** One thing that the demo job claims, and whether it was so. */
export interface Expectation {
  readonly claim: string;
  readonly held: boolean;
  /** What was seen instead. */
  readonly seen: string | undefined;
}

/** Collects what was expected and seen, so that one failure does not hide the next. */
export class Expectations {
  readonly all: Expectation[] = [];

  expect(claim: string, held: boolean, seen?: unknown): void {
    this.all.push({ claim, held, seen: held || seen === undefined ? undefined : JSON.stringify(seen) });
  }

  equal(claim: string, actual: unknown, expected: unknown): void {
    this.expect(claim, JSON.stringify(actual) === JSON.stringify(expected), { actual, expected });
  }

  get failed(): readonly Expectation[] {
    return this.all.filter(({ held }) => !held);
  }
}
