import { describe, expect, it } from "vitest";
import { characterSet } from "./character-set.ts";

/** Single sets, among them the examples of PS3.5 annex J, as bytes. */
const EXAMPLES: ReadonlyArray<readonly [name: string, terms: string[], hex: string, text: string]> = [
  ["Latin-1", ["ISO_IR 100"], "4275635e4ae972f46d65", "Buc^Jérôme"],
  ["Cyrillic", ["ISO_IR 144"], "bbee6b6365dcd17970d3", "Люkceмбypг"],
  ["Greek", ["ISO_IR 126"], "c4e9efedf5f3e9eff2", "Διονυσιος"],
  ["Hebrew", ["ISO_IR 138"], "f9f8e5ef5ee3e1e5f8e4", "שרון^דבורה"],
  ["UTF-8", ["ISO_IR 192"], "57616e675e5869616f446f6e673de78e8b5ee5b08fe69db1", "Wang^XiaoDong=王^小東"],
  ["GB18030, a backslash as second byte", ["GB18030"], "815c", "乗"],
  [
    "Chinese in GB18030, J.3",
    ["GB18030"],
    "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d",
    "Wang^XiaoDong=王^小东=",
  ],
  ["undeclared UTF-8", [], "c3a9", "é"],
  ["undeclared Latin-1", [], "e9", "é"],
  ["unknown term", ["KLINGON"], "e9", "é"],
];

describe("Specific Character Set", () => {
  it.each(EXAMPLES)("%s", (_name, terms, hex, text) => {
    expect(characterSet(terms.join("\\")).decode(Buffer.from(hex, "hex"), "names")).toBe(text);
  });
});
