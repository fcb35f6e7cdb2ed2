import type { Keyword } from "./tags.ts";

/** Keyword of PS3.6 → text. */
export type Attributes = Partial<Record<Keyword, string>>;

interface Blank {
  readonly keywords: readonly Keyword[];
  readonly attributes: Attributes;
}

/** One series has the same attributes in each of its files, and a modality much the same. */
const MOST_BLANKS = 256;
const BLANKS = new Map<number, Blank>();

/**
 * An object of keywords and their texts, in the same order. To copy one that has the keywords already takes a third of
 * the time of adding one after the other: after a dozen the runtime makes a hash table of an object.
 */
export function attributesOf(
  keywords: readonly Keyword[],
  texts: readonly string[],
  hash: number,
): Attributes {
  let blank = BLANKS.get(hash);
  if (blank === undefined) {
    const empty = Object.fromEntries(keywords.map((keyword) => [keyword, ""]));
    // What comes from JSON is no hash table.
    blank = { keywords, attributes: JSON.parse(JSON.stringify(empty)) };
    if (BLANKS.size < MOST_BLANKS) BLANKS.set(hash, blank);
  }
  const attributes = isSame(blank.keywords, keywords) ? { ...blank.attributes } : {};
  for (let index = 0; index < keywords.length; index++) {
    attributes[keywords[index] as Keyword] = texts[index] as string;
  }
  return attributes;
}

function isSame(some: readonly Keyword[], others: readonly Keyword[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
  return true;
}
