import { describe, expect, it } from "vitest";
import { characterSet } from "./character-set.ts";

/** The examples of PS3.5 annexes H, I, J and K, as bytes. */
const EXAMPLES: ReadonlyArray<readonly [name: string, terms: string[], hex: string, text: string]> = [
  ["Latin-1", ["ISO_IR 100"], "4275635e4ae972f46d65", "Buc^Jérôme"],
  ["Cyrillic", ["ISO_IR 144"], "bbee6b6365dcd17970d3", "Люkceмбypг"],
  ["Greek", ["ISO_IR 126"], "c4e9efedf5f3e9eff2", "Διονυσιος"],
  ["Hebrew", ["ISO_IR 138"], "f9f8e5ef5ee3e1e5f8e4", "שרון^דבורה"],
  ["UTF-8", ["ISO_IR 192"], "57616e675e5869616f446f6e673de78e8b5ee5b08fe69db1", "Wang^XiaoDong=王^小東"],
  ["GB18030, a backslash as second byte", ["GB18030"], "815c", "乗"],
  [
    "Japanese, H.3.1",
    ["", "ISO 2022 IR 87"],
    "59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b2842",
    "Yamada^Tarou=山田^太郎",
  ],
  ["Japanese katakana, H.3.2", ["ISO 2022 IR 13", "ISO 2022 IR 87"], "d4cfc0de5ec0dbb3", "ﾔﾏﾀﾞ^ﾀﾛｳ"],
  ["Korean, I.2", ["", "ISO 2022 IR 149"], "1b242943fbf35e1b242943d1ced4d7", "洪^吉洞"],
  ["Chinese, K", ["", "ISO 2022 IR 58"], "1b242941cdf5", "王"],
  ["undeclared UTF-8", [], "c3a9", "é"],
  ["undeclared Latin-1", [], "e9", "é"],
  ["unknown term", ["KLINGON"], "e9", "é"],
];

describe("Specific Character Set", () => {
  it.each(EXAMPLES)("%s", (_name, terms, hex, text) => {
    expect(characterSet(terms.join("\\")).decode(Buffer.from(hex, "hex"))).toBe(text);
  });
});
