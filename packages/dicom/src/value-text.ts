import { hasBackslash } from "./byte-search.ts";
import type { CharacterSet } from "./character-set.ts";
import type { Delimiters } from "./code-extensions.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { uint16At } from "./integers.ts";
import { numberCount, numberText } from "./value-number.ts";
import type { ValuePlace } from "./value-place.ts";
import { vrCode } from "./vr.ts";

const BACKSLASH = "\\";
const BACKSLASH_CODE = 0x5c;
const EQUALS_CODE = 0x3d;
const SPACE = 0x20;
const PN = vrCode("PN");
const UI = vrCode("UI");
const US = vrCode("US");

/** How the text of a representation is read. */
const NONE = 0;
/** In the default repertoire, ISO 646. */
const PLAIN = 1;
/** In the Specific Character Set (PS3.5 section 6.1.2.3). */
const ENCODED = 2;
/** One value, in which a backslash is a backslash. */
const SINGLE = 4;
/** Leading spaces count (PS3.5 table 6.2-1). */
const KEEPS_LEADING = 8;

const KINDS = new Uint8Array(64);
for (const name of ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI"]) KINDS[vrCode(name)] = PLAIN;
for (const name of ["LO", "PN", "SH"]) KINDS[vrCode(name)] = ENCODED;
for (const name of ["LT", "ST", "UT"]) KINDS[vrCode(name)] = ENCODED | SINGLE | KEEPS_LEADING;
KINDS[vrCode("UC")] = ENCODED | KEEPS_LEADING;
KINDS[vrCode("UR")] = PLAIN | SINGLE | KEEPS_LEADING;

export function isText(vr: number): boolean {
  return (KINDS[vr] ?? NONE) !== NONE;
}

/** True where several values are written with a backslash between them. */
export function isMultiValued(vr: number): boolean {
  return ((KINDS[vr] ?? NONE) & SINGLE) === 0;
}

/**
 * The values joined with a backslash as they stand in the file, padding removed from each; undefined for an empty
 * value, a sequence, or binary data. Numbers are written in decimal. `characterSet`: of a text that is beyond ASCII.
 */
export function valueText(
  vr: number,
  held: HeldBytes,
  valueStart: number,
  valueEnd: number,
  littleEndian: boolean,
  characterSet: CharacterSet | undefined,
): string | undefined {
  const kind = KINDS[vr] as number;
  if (kind === NONE) {
    // Rows, columns and the like: most numbers of a header.
    if (vr === US && valueEnd - valueStart === 2) {
      return String(uint16At(held.bytes, valueStart, littleEndian));
    }
    return numbersText(vr, { held, start: valueStart, end: valueEnd }, littleEndian);
  }
  const { bytes } = held;
  let start = valueStart;
  let end = valueEnd;
  while (end > start && isPadding(bytes[end - 1])) end--;
  if ((kind & KEEPS_LEADING) === 0) while (start < end && bytes[start] === SPACE) start++;
  if (start === end) return undefined;
  // A UID is altered nowhere but at its end.
  if (vr === UI) return held.latin1(start, end);
  if (characterSet === undefined || (kind & ENCODED) === 0) {
    const text = held.latin1(start, end);
    if ((kind & SINGLE) !== 0 || !hasPaddedValues(held, start, end, vr === PN)) return text;
    return joined(text, kind, vr);
  }
  const text = characterSet.decode(bytes.subarray(start, end), delimitersOf(vr));
  return (kind & SINGLE) === 0 ? joined(text, kind, vr) : text;
}

/** What ends the reach of an escape sequence in the text of a representation. */
export function delimitersOf(vr: number): Delimiters {
  if (vr === PN) return "names";
  return isMultiValued(vr) ? "values" : "text";
}

/** True where padding stands beside a backslash, or empty component groups end a name. */
function hasPaddedValues({ bytes, view }: HeldBytes, start: number, end: number, isName: boolean): boolean {
  if (isName && bytes[end - 1] === EQUALS_CODE) return true;
  if (!hasBackslash(view, start, end)) return false;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== BACKSLASH_CODE) continue;
    const before = bytes[at - 1];
    if (isPadding(before) || isPadding(bytes[at + 1]) || (isName && before === EQUALS_CODE)) return true;
  }
  return false;
}

function joined(text: string, kind: number, vr: number): string | undefined {
  const values = text.split(BACKSLASH).map((value) => trimmed(value, kind, vr));
  return nonEmpty(values.join(BACKSLASH));
}

/** One of several values: padding removed; empty component groups at the end of a name too (PS3.5 section 6.2.1.2). */
function trimmed(value: string, kind: number, vr: number): string {
  let end = value.length;
  while (end > 0 && isPadding(value.charCodeAt(end - 1))) end--;
  if (vr === PN) while (end > 0 && value[end - 1] === "=") end--;
  let start = 0;
  if ((kind & KEEPS_LEADING) === 0) while (start < end && value.charCodeAt(start) === SPACE) start++;
  return value.slice(start, end);
}

/** A space or a NUL: writers take the one for the other. */
function isPadding(code: number | undefined): boolean {
  return code === SPACE || code === 0;
}

function numbersText(vr: number, place: ValuePlace, littleEndian: boolean): string | undefined {
  const count = numberCount(vr, place);
  if (count === 0) return undefined;
  if (count === 1) return numberText(vr, place, 0, littleEndian);
  return Array.from({ length: count }, (_, index) => numberText(vr, place, index, littleEndian)).join(
    BACKSLASH,
  );
}

function nonEmpty(text: string): string | undefined {
  return text === "" ? undefined : text;
}
