import { type Delimiters, decodeWithEscapes } from "./code-extensions.ts";
import { decoderOf } from "./decoder.ts";

/** Turns the bytes of a text value into text. */
export interface CharacterSet {
  /** How what it decodes by was found: as declared, or by the rule for what is not. */
  readonly origin: "declared" | "undeclared" | "unknown";
  decode(bytes: Uint8Array, delimiters: Delimiters): string;
  /** False where bytes are in none of the declared sets; what is not declared decodes anything. */
  canDecode(bytes: Uint8Array, delimiters: Delimiters): boolean;
}

/**
 * Defined terms of Specific Character Set (0008,0005; PS3.3 section C.12.1.1.2) → label of the Encoding Standard, whose
 * tables the runtime has. The label may be a superset (windows-1252 for Latin-1, windows-874 for TIS 620); both agree on
 * all assigned codes.
 */
const LABELS: Readonly<Record<string, string>> = {
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
};

/** Sets of two-byte characters, which only code extensions reach; text begins in ASCII (PS3.3 table C.12-4). */
const EXTENSIONS_ONLY = new Set(["87", "159", "149", "58"]);

const DEFAULT_REPERTOIRE = "6";

/** Text where nothing is declared. */
export const UNDECLARED: CharacterSet = {
  origin: "undeclared",
  decode: decodeUndeclared,
  canDecode: () => true,
};
const UNKNOWN: CharacterSet = { ...UNDECLARED, origin: "unknown" };

/**
 * The character set that a data set declares by Specific Character Set, whose values a backslash divides. Where none is declared, or only
 * the default repertoire, or the first term is unknown, bytes beyond ASCII are UTF-8 if they are valid as such, and Latin-1 else:
 * what such files hold in practice. Unknown further terms are left aside: escape sequences say what they choose.
 */
export function characterSet(declaration: string): CharacterSet {
  let known = KNOWN.get(declaration);
  if (known === undefined) {
    known = characterSetOf(declaration.split("\\").map((term) => term.trim()));
    // A few dozen declarations exist; a hostile file may make others up.
    if (KNOWN.size < MOST_KNOWN) KNOWN.set(declaration, known);
  }
  return known;
}

const MOST_KNOWN = 100;
const KNOWN = new Map<string, CharacterSet>();

function characterSetOf(terms: readonly string[]): CharacterSet {
  const [first = ""] = terms;
  // These do not combine with others, and their second bytes may look like a backslash or an escape.
  if (first === "GB18030" || first === "GBK") return declared("gb18030");
  const number = numberOf(first);
  const label = number === undefined ? undefined : LABELS[number];
  const isExtended = terms.length > 1 || first.startsWith("ISO 2022");
  const allKnown = terms.every(isDefined);
  const origin = allKnown ? "declared" : "unknown";
  if (isExtended) return withExtensions(origin, label);
  if (label !== undefined) return declared(label);
  return allKnown ? UNDECLARED : UNKNOWN;
}

/** `ISO_IR 100` and `ISO 2022 IR 100` are one repertoire; `ISO-IR` and `ISO IR` are frequent misspellings. */
function numberOf(term: string): string | undefined {
  return term === "" ? DEFAULT_REPERTOIRE : /^ISO[ _-](?:2022[ _-])?IR[ _-](\d+)$/.exec(term)?.[1];
}

function isDefined(term: string): boolean {
  if (term === "GB18030" || term === "GBK") return true;
  const number = numberOf(term);
  return (
    number !== undefined &&
    (number === DEFAULT_REPERTOIRE || EXTENSIONS_ONLY.has(number) || LABELS[number] !== undefined)
  );
}

function declared(label: string): CharacterSet {
  const decoder = decoderOf(label);
  return {
    origin: "declared",
    decode: (bytes) => decoder.decode(bytes),
    // Escape sequences are for code extensions.
    canDecode: (bytes) => !bytes.includes(ESCAPE) && succeeds(() => decoderOf(label, true).decode(bytes)),
  };
}

function withExtensions(origin: "declared" | "unknown", label: string | undefined): CharacterSet {
  return {
    origin,
    decode: (bytes, delimiters) => decodeWithEscapes(bytes, label, { delimiters, strict: false }),
    canDecode: (bytes, delimiters) =>
      succeeds(() => decodeWithEscapes(bytes, label, { delimiters, strict: true })),
  };
}

const ESCAPE = 0x1b;

function succeeds(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch {
    // Strict decoders throw nothing but this answer.
    return false;
  }
}

const STRICT_UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return STRICT_UTF_8.decode(bytes);
  } catch {
    // Not UTF-8; every byte string is Latin-1.
    return decoderOf("windows-1252").decode(bytes);
  }
}
