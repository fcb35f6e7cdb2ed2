import dcmjs from "dcmjs";
import { ATTRIBUTES, type Texts } from "./attributes.ts";

dcmjs.log.setLevel("silent");

export function readByDcmjs(bytes: Buffer): Texts {
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const { dict } = dcmjs.data.DicomMessage.readFile(whole, {
    untilTag: "7FE00010",
    includeUntilTagValue: false,
  });
  const texts: Texts = {};
  for (const { keyword, hex, isSequence } of ATTRIBUTES) {
    const values = dict[hex.toUpperCase()]?.Value;
    if (isSequence || values === undefined) continue;
    const text = [...values].map(textOf).join("\\");
    if (text !== "") texts[keyword] = text;
  }
  return texts;
}

/** A name comes as an object with its component groups. */
function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  const { Alphabetic = "", Ideographic = "", Phonetic = "" } = value as Record<string, string>;
  return `${Alphabetic}=${Ideographic}=${Phonetic}`.replace(/=+$/, "");
}
