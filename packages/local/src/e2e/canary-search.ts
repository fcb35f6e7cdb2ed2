import type { Needles } from "./canary-markers.ts";

const AROUND = 60;

/** Where a text holds one of the needles: an excerpt for the first of each. */
export function findNeedles(text: string, { anyCase, exact, date }: Needles): string[] {
  const small = text.toLowerCase();
  const found = [
    ...anyCase.map((needle) => small.indexOf(needle)),
    ...exact.map((needle) => text.indexOf(needle)),
    text.search(date),
  ].filter((at) => at >= 0);
  return found.map((at) => text.slice(Math.max(0, at - AROUND), at + AROUND));
}

/** Something that keeps text, by a name. */
export interface Place {
  readonly name: string;
  readonly texts: readonly string[];
}

/** The places that hold a needle, by name, with excerpts of what was found. */
export function findPlaces(places: readonly Place[], needles: Needles): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, texts } of places) {
    // One search for all texts of a place; the separator is in no needle.
    const excerpts = findNeedles([name, ...texts].join("\n"), needles);
    if (excerpts.length > 0) found.set(name, [...(found.get(name) ?? []), ...excerpts].slice(0, 5));
  }
  return found;
}
