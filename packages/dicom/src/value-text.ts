import type { CharacterSet } from "./character-set.ts";
import type { Element } from "./element.ts";

/** Representations whose text depends on the Specific Character Set (PS3.5 section 6.1.2.3). */
const ENCODED = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);
/** One value, in which a backslash is a backslash and leading spaces count (PS3.5 section 6.2). */
const SINGLE = new Set(["LT", "ST", "UR", "UT"]);
/** Text in the default repertoire, ISO 646. */
const PLAIN = new Set(["AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI"]);

interface NumberFormat {
  readonly bytes: number;
  read(view: DataView, at: number, littleEndian: boolean): number | bigint;
}

const NUMBERS: Readonly<Record<string, NumberFormat>> = {
  US: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  SS: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  UL: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  SL: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  UV: { bytes: 8, read: (view, at, little) => view.getBigUint64(at, little) },
  SV: { bytes: 8, read: (view, at, little) => view.getBigInt64(at, little) },
  FL: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  FD: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/** The values of an element as text, padding removed; empty for an empty element, a sequence, or binary data. */
export function valueTexts(element: Element, characterSet: CharacterSet): readonly string[] {
  const { vr, bytes } = element;
  const number = NUMBERS[vr];
  if (number !== undefined) return numberTexts(element, number);
  if (SINGLE.has(vr)) return nonEmpty([trimEnd(characterSet.decode(bytes))]);
  if (ENCODED.has(vr)) {
    const texts = characterSet.decode(bytes).split("\\").map(trimBoth);
    // Empty component groups at the end may be left out with their delimiter (PS3.5 section 6.2.1.2).
    return nonEmpty(vr === "PN" ? texts.map((name) => name.replace(/=+$/, "")) : texts);
  }
  if (PLAIN.has(vr)) return nonEmpty(ascii(bytes).split("\\").map(trimBoth));
  return [];
}

/** A UID without its padding, and with nothing else changed (PS3.5 section 9.1). */
export function uidText(bytes: Uint8Array): string {
  return trimBoth(ascii(bytes));
}

function numberTexts(element: Element, format: NumberFormat): readonly string[] {
  const { bytes } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (let at = 0; at + format.bytes <= bytes.length; at += format.bytes) {
    texts.push(String(format.read(view, at, element.littleEndian)));
  }
  return texts;
}

/** One value that is empty is no value; an empty one among several keeps its place. */
function nonEmpty(texts: readonly string[]): readonly string[] {
  return texts.length === 1 && texts[0] === "" ? [] : texts;
}

function ascii(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function trimEnd(text: string): string {
  return text.replace(/[ \0]+$/, "");
}

function trimBoth(text: string): string {
  return trimEnd(text).replace(/^ +/, "");
}
