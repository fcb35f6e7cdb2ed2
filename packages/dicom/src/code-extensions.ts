import { decoderOf } from "./decoder.ts";

/**
 * Text with ISO 2022 code extensions (PS3.5 section 6.1.2.5): escape sequences put a set of characters into G0, which
 * bytes below 0x80 choose from, or into G1, for those above.
 */

const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;
const CARET = 0x5e;
const EQUALS = 0x3d;

/** A set of two-byte characters in G0. The Encoding Standard's EUC-JP has them with the high bit set. */
interface TwoBytes {
  /** Put before each character: single shift 3 chooses JIS X 0212. */
  readonly prefix?: number;
}

/** ASCII, or JIS X 0201 romaji, which is read as ASCII as everybody does. */
const ASCII = "ascii";
/** JIS X 0201 katakana in G0. */
const KATAKANA = "katakana";

type LowSet = typeof ASCII | typeof KATAKANA | TwoBytes;

/** Escape sequences of PS3.3 tables C.12-3 and C.12-4 without the escape byte, into G0. */
const INTO_LOW: Readonly<Record<string, LowSet>> = {
  "(B": ASCII,
  "(J": ASCII,
  "(I": KATAKANA,
  $B: {},
  "$@": {},
  "$(D": { prefix: 0x8f },
};

/** And into G1, by the label of an encoding whose lower half is ASCII. */
const INTO_HIGH: Readonly<Record<string, string>> = {
  ")I": "shift_jis",
  "$)C": "euc-kr",
  "$)A": "gbk",
  "-A": "windows-1252",
  "-B": "iso-8859-2",
  "-C": "iso-8859-3",
  "-D": "iso-8859-4",
  "-F": "iso-8859-7",
  "-G": "iso-8859-6",
  "-H": "iso-8859-8",
  "-L": "iso-8859-5",
  "-M": "windows-1254",
  "-T": "windows-874",
  "-b": "iso-8859-15",
};

/** What puts the sets of the beginning back (PS3.5 section 6.1.2.5.3): controls everywhere, */
export type Delimiters =
  /** nothing else in one text, */
  | "text"
  /** the backslash between several values, */
  | "values"
  /** and `^` and `=` in names, too. */
  | "names";

export interface DecodeOptions {
  readonly delimiters: Delimiters;
  /** Throws TypeError for bytes that are in none of the sets, and for unknown escape sequences. */
  readonly strict: boolean;
}

/**
 * Decodes text that begins with ASCII in G0, and in G1 the set of the given label; with none, bytes beyond ASCII are in no
 * set, and read as Latin-1. An unknown escape sequence is dropped.
 */
export function decodeWithEscapes(
  bytes: Uint8Array,
  initialLabel: string | undefined,
  { delimiters, strict }: DecodeOptions,
): string {
  let low: LowSet = ASCII;
  let high = initialLabel;
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === ESCAPE) {
      const sequence = sequenceAt(bytes, at + 1);
      if (strict && !isKnown(sequence)) throw new TypeError("unknown escape sequence");
      low = INTO_LOW[sequence] ?? low;
      high = INTO_HIGH[sequence] ?? high;
      at += 1 + sequence.length;
      continue;
    }
    const next = bytes.indexOf(ESCAPE, at);
    let end = next === -1 ? bytes.length : next;
    const isInitial = low === ASCII && high === initialLabel;
    // Two-byte characters in G0 hold the codes of `^`, `=` and the backslash, but not of controls.
    const delimiter = isInitial ? -1 : delimiterAt(bytes, at, end, low === ASCII ? delimiters : "text");
    if (delimiter !== -1) end = delimiter;
    const run = bytes.subarray(at, end);
    text += low === ASCII ? decodeHigh(run, high, strict) : decodeMixed(run, low, { high, strict });
    if (delimiter !== -1) {
      low = ASCII;
      high = initialLabel;
    }
    at = end;
  }
  return text;
}

/** The first delimiter between two indices; -1 where there is none. */
function delimiterAt(bytes: Uint8Array, start: number, end: number, delimiters: Delimiters): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20) return at;
    if (delimiters !== "text" && byte === BACKSLASH) return at;
    if (delimiters === "names" && (byte === CARET || byte === EQUALS)) return at;
  }
  return -1;
}

function decodeHigh(run: Uint8Array, label: string | undefined, strict: boolean): string {
  if (strict && label === undefined && run.some((byte) => byte >= 0x80)) throw new TypeError("beyond ASCII");
  return decoderOf(label ?? "windows-1252", strict).decode(run);
}

function isKnown(sequence: string): boolean {
  return sequence in INTO_LOW || sequence in INTO_HIGH;
}

function sequenceAt(bytes: Uint8Array, at: number): string {
  const three = String.fromCharCode(...bytes.subarray(at, at + 3));
  return isKnown(three) ? three : three.slice(0, 2);
}

/** A run whose bytes below 0x80 are not ASCII: taken apart by the high bit. */
function decodeMixed(
  run: Uint8Array,
  low: Exclude<LowSet, typeof ASCII>,
  { high, strict }: { high: string | undefined; strict: boolean },
): string {
  let text = "";
  let at = 0;
  while (at < run.length) {
    const isHigh = (run[at] ?? 0) >= 0x80;
    let end = at + 1;
    while (end < run.length && (run[end] ?? 0) >= 0x80 === isHigh) end++;
    const part = run.subarray(at, end);
    text += isHigh ? decodeHigh(part, high, strict) : decodeLow(part, low, strict);
    at = end;
  }
  return text;
}

function decodeLow(part: Uint8Array, low: Exclude<LowSet, typeof ASCII>, strict: boolean): string {
  const raised: number[] = [];
  for (let at = 0; at < part.length; ) {
    const byte = part[at] ?? 0;
    // Controls and spaces between two-byte characters stand for themselves.
    if (byte <= 0x20) {
      raised.push(byte);
      at += 1;
      continue;
    }
    const width = low === KATAKANA ? 1 : 2;
    if (low !== KATAKANA && low.prefix !== undefined) raised.push(low.prefix);
    for (const each of part.subarray(at, at + width)) raised.push(each | 0x80);
    at += width;
  }
  return decoderOf(low === KATAKANA ? "shift_jis" : "euc-jp", strict).decode(Uint8Array.from(raised));
}
