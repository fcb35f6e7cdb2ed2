/** Value representations of PS3.5 table 6.2-1. One is known by its place in this list plus one; 0 is none of them. */
const NAMES =
  "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split(
    " ",
  );

/** Those with a 32-bit length after two reserved bytes (PS3.5 section 7.1.2). */
const LONG_FORM = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]);

const ENCODED_TEXT = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);

const LETTERS = 26;
const A = 0x41;

/** Two letters → code: one look-up per element instead of a string. */
const CODES = new Uint8Array(LETTERS * LETTERS);
const LONG = new Uint8Array(NAMES.length + 1);
const ENCODED = new Uint8Array(NAMES.length + 1);
for (const [index, name] of NAMES.entries()) {
  CODES[(name.charCodeAt(0) - A) * LETTERS + name.charCodeAt(1) - A] = index + 1;
  LONG[index + 1] = LONG_FORM.has(name) ? 1 : 0;
  ENCODED[index + 1] = ENCODED_TEXT.has(name) ? 1 : 0;
}

/** What two bytes say of a value representation. */
export const NOT_LETTERS = -1;
export const UNKNOWN_LETTERS = 0;

/** The code of a representation, `UNKNOWN_LETTERS` for capital letters that are none, `NOT_LETTERS` for other bytes. */
export function vrOfBytes(first: number, second: number): number {
  const row = first - A;
  const column = second - A;
  if (row < 0 || row >= LETTERS || column < 0 || column >= LETTERS) return NOT_LETTERS;
  return CODES[row * LETTERS + column] ?? UNKNOWN_LETTERS;
}

/** The same of two bytes that were read as one number in little endian. */
export function vrOfWord(word: number): number {
  return BY_WORD[word] as number;
}

/** The code of a representation of the standard. */
export function vrCode(name: string): number {
  return vrOfBytes(name.charCodeAt(0), name.charCodeAt(1));
}

export function vrName(code: number): string {
  return NAMES[code - 1] ?? "UN";
}

const BY_WORD = Int8Array.from({ length: 0x10000 }, (_, word) => vrOfBytes(word & 0xff, word >>> 8));

export function hasLongForm(code: number): boolean {
  return LONG[code] === 1;
}

/** True where the text depends on the Specific Character Set (PS3.5 section 6.1.2.3). */
export function isEncodedText(code: number): boolean {
  return ENCODED[code] === 1;
}

/** Bytes that are no text and no single numbers: OB to OW in the list. */
export function isBytes(code: number): boolean {
  return code >= FIRST_BYTES && code <= LAST_BYTES;
}

const FIRST_BYTES = vrCode("OB");
const LAST_BYTES = vrCode("OW");
