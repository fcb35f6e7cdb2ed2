const BITS = 12;

/**
 * Numbers by tag, for one look-up per element of a file: a table without collisions, for which a factor is searched
 * once. Takes at most a few hundred tags.
 */
export class TagTable {
  readonly #tags = new Int32Array(1 << BITS);
  readonly #numbers = new Uint8Array(1 << BITS);
  #factor = 0x9e3779b1;

  /** Each number is 1 to 255. */
  constructor(entries: ReadonlyArray<readonly [tag: number, number: number]>) {
    while (!this.#fill(entries)) this.#factor = Math.imul(this.#factor, 0x85ebca6b) | 1;
  }

  /** The number of a tag; 0 when it is not in the table. */
  get(tag: number): number {
    const slot = Math.imul(tag, this.#factor) >>> (32 - BITS);
    return this.#tags[slot] === (tag | 0) ? (this.#numbers[slot] as number) : 0;
  }

  #fill(entries: ReadonlyArray<readonly [tag: number, number: number]>): boolean {
    this.#tags.fill(0);
    this.#numbers.fill(0);
    for (const [tag, number] of entries) {
      const slot = Math.imul(tag, this.#factor) >>> (32 - BITS);
      if (this.#numbers[slot] !== 0) return false;
      this.#tags[slot] = tag;
      this.#numbers[slot] = number;
    }
    return true;
  }
}
