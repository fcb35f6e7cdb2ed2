import { describe, expect, it } from "vitest";
import { characterSet } from "./character-set.ts";
import type { Delimiters } from "./code-extensions.ts";

const JAPANESE = "\\ISO 2022 IR 87";
const KATAKANA = "ISO 2022 IR 13\\ISO 2022 IR 87";
const KOREAN = "\\ISO 2022 IR 149";
const CHINESE = "\\ISO 2022 IR 58";

type Example = readonly [name: string, terms: string, delimiters: Delimiters, bytes: string, text: string];

/** The examples of PS3.5 annexes H, I and K; a character stands for the byte of its number. */
const EXAMPLES: readonly Example[] = [
  [
    "H.3.1, with the code of ^ in a character",
    JAPANESE,
    "names",
    "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
  ],
  [
    "H.3.2, with katakana of one byte",
    KATAKANA,
    "names",
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
  ],
  [
    "I.2",
    KOREAN,
    "names",
    "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
    "Hong^Gildong=洪^吉洞=홍^길동",
  ],
  [
    "I.3, lines of Korean and Latin",
    KOREAN,
    "text",
    "\x1b$)CThe 1st line includes \xb1\xe6\xb5\xbf.\r\n\x1b$)CThe 2nd line includes \xb1\xe6\xb5\xbf, too.\r\nThe 3rd line.",
    "The 1st line includes 길동.\r\nThe 2nd line includes 길동, too.\r\nThe 3rd line.",
  ],
  [
    "K.2",
    CHINESE,
    "names",
    "Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
    "Zhang^XiaoDong=张^小东=",
  ],
  [
    "K.3, lines of Chinese",
    CHINESE,
    "text",
    "1. \x1b$)A\xb5\xda\xd2\xbb\xd0\xd0\r\n2. \x1b$)A\xb5\xda\xb6\xfe\xd0\xd0\r\n",
    "1. 第一行\r\n2. 第二行\r\n",
  ],
  ["several values", KOREAN, "values", "\x1b$)C\xfb\xf3\\\x1b$)C\xd1\xce", "洪\\吉"],
  ["a caret that is no delimiter", KOREAN, "values", "\x1b$)C\xfb\xf3^\xd1\xce", "洪^吉"],
  ["a backslash in one text", KOREAN, "text", "\x1b$)C\xfb\xf3\\\xd1\xce", "洪\\吉"],
];

/** An escape sequence reaches to the next delimiter (PS3.5 section 6.1.2.5.3); after it, these bytes are in no set. */
const BEYOND_A_DELIMITER: readonly Example[] = [
  ["^ in a name", KOREAN, "names", "\x1b$)C\xfb\xf3^\xd1\xce", "洪^ÑÎ"],
  ["= in a name", KOREAN, "names", "\x1b$)C\xfb\xf3=\xd1\xce", "洪=ÑÎ"],
  ["a backslash between values", KOREAN, "values", "\x1b$)C\xfb\xf3\\\xd1\xce", "洪\\ÑÎ"],
  ["the end of a line", CHINESE, "text", "\x1b$)A\xb5\xda\r\n\xd2\xbb", "第\r\nÒ»"],
  ["a tabulator", CHINESE, "text", "\x1b$)A\xb5\xda\t\xd2\xbb", "第\tÒ»"],
];

describe("code extensions", () => {
  it.each(EXAMPLES)("%s", (_name, terms, delimiters, bytes, text) => {
    const set = characterSet(terms);
    expect(set.decode(Buffer.from(bytes, "latin1"), delimiters)).toBe(text);
    expect(set.canDecode(Buffer.from(bytes, "latin1"), delimiters)).toBe(true);
  });

  it.each(BEYOND_A_DELIMITER)("end at %s", (_name, terms, delimiters, bytes, text) => {
    const set = characterSet(terms);
    expect(set.decode(Buffer.from(bytes, "latin1"), delimiters)).toBe(text);
    expect(set.canDecode(Buffer.from(bytes, "latin1"), delimiters)).toBe(false);
  });

  it("go back to the first set, not to ASCII", () => {
    const set = characterSet("ISO 2022 IR 100\\ISO 2022 IR 144");
    const bytes = Buffer.from("\x1b-L\xbb\xee^\xe9", "latin1");
    expect(set.decode(bytes, "names")).toBe("Лю^é");
    expect(set.canDecode(bytes, "names")).toBe(true);
  });

  it("go back at a control character from two-byte characters, too", () => {
    const bytes = Buffer.from("\x1b$B;3\r\nED", "latin1");
    expect(characterSet(JAPANESE).decode(bytes, "text")).toBe("山\r\nED");
  });

  it("do not know every escape sequence", () => {
    expect(characterSet(JAPANESE).canDecode(Buffer.from("\x1b)Zx", "latin1"), "text")).toBe(false);
  });
});
