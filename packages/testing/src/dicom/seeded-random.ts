/** Numbers in [0, 1) that a seed determines (mulberry32): the same seed makes the same files on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A UID under the root for UUID-derived ones (PS3.5 section B.2), determined by the generator. */
export function randomUid(random: () => number): string {
  const digits = Array.from({ length: 30 }, () => Math.floor(random() * 10)).join("");
  return `2.25.1${digits}`;
}
