import { decodeWithEscapes } from "./code-extensions.ts";

/** Turns the bytes of a text value into text. */
export interface CharacterSet {
  decode(bytes: Uint8Array): string;
}

/**
 * Defined terms of Specific Character Set (0008,0005; PS3.3 section C.12.1.1.2) → label of the Encoding Standard.
 * The label may be a superset (windows-1252 for Latin-1, windows-874 for TIS 620); both agree on all assigned codes.
 */
const LABELS: Readonly<Record<string, string>> = {
  "6": "windows-1252",
  "100": "windows-1252",
  "101": "iso-8859-2",
  "109": "iso-8859-3",
  "110": "iso-8859-4",
  "144": "iso-8859-5",
  "127": "iso-8859-6",
  "126": "iso-8859-7",
  "138": "iso-8859-8",
  "148": "windows-1254",
  "203": "iso-8859-15",
  "166": "windows-874",
  "13": "shift_jis",
  "192": "utf-8",
  "87": "windows-1252",
  "159": "windows-1252",
  "149": "windows-1252",
  "58": "windows-1252",
};

/**
 * The character set that a data set declares by the values of Specific Character Set. Where nothing, or an unknown
 * term, is declared, bytes beyond ASCII are UTF-8 if they are valid as such, and Latin-1 else: what undeclared files
 * hold in practice.
 */
export function characterSet(terms: readonly string[]): CharacterSet {
  const [first = ""] = terms;
  if (terms.length > 1)
    return {
      decode: (bytes) => decodeWithEscapes(bytes, label(first) ?? "windows-1252"),
    };
  // These three do not combine with others, and their second bytes may look like a backslash or an escape.
  if (first === "GB18030" || first === "GBK") return decoder("gb18030");
  const named = label(first);
  if (named === undefined) return { decode: decodeUndeclared };
  return first.startsWith("ISO 2022")
    ? { decode: (bytes) => decodeWithEscapes(bytes, named) }
    : decoder(named);
}

/** `ISO_IR 100` and `ISO 2022 IR 100` are one repertoire; `ISO-IR` and `ISO IR` are frequent misspellings. */
function label(term: string): string | undefined {
  const number = /^ISO[ _-](?:2022[ _-])?IR[ _-](\d+)$/.exec(term)?.[1];
  return number === undefined ? undefined : LABELS[number];
}

function decoder(name: string): CharacterSet {
  const text = new TextDecoder(name);
  return { decode: (bytes) => text.decode(bytes) };
}

function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8; every byte string is Latin-1.
    return new TextDecoder("latin1").decode(bytes);
  }
}
