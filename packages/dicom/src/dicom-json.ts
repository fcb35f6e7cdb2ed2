import type { DataSet, ElementView } from "./data-set.ts";
import { personName } from "./person-name.ts";
import { hexTag, SPECIFIC_CHARACTER_SET } from "./tags.ts";
import { isBytes, vrCode } from "./vr.ts";

/** An attribute of the DICOM JSON model (PS3.18 section F.2). */
export interface JsonAttribute {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** Tag of eight hexadecimal digits → attribute. */
export type DicomJson = { readonly [tag: string]: JsonAttribute };

export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

/** An empty value among several is null. */
export type JsonValue = string | number | null | JsonPersonName | DicomJson;

export interface JsonOptions {
  /** Binary values up to so many bytes are written in base64; longer ones are left out with their range. 1024 unless given. */
  readonly inlineBytes?: number;
  /** Where a value that is left out can be had. `#bytes=first-last` unless given: the range in the file. */
  readonly bulkDataUri?: (range: { readonly byteOffset: number; readonly byteLength: number }) => string;
}

/**
 * The DICOM JSON model of what was kept of a data set: all of it with `keep: "all"`. Group lengths are not part of the
 * model, and text is UTF-8 whatever it was. Nests as deep as the data set does, which the reader limits.
 */
export function toDicomJson(dataSet: DataSet, options: JsonOptions = {}): DicomJson {
  const json: Record<string, JsonAttribute> = {};
  for (const tag of dataSet.tags) {
    const element = dataSet.element(tag);
    if (element === undefined || (tag & 0xffff) === 0) continue;
    json[hexTag(tag)] = { vr: element.vr, ...content(dataSet, element, options) };
  }
  return json;
}

function content(dataSet: DataSet, element: ElementView, options: JsonOptions): Omit<JsonAttribute, "vr"> {
  const { vr, tag } = element;
  if (vr === "SQ") return withValues(dataSet.itemsAt(tag).map((item) => toDicomJson(item, options)));
  if (element.byteLength === 0) return {};
  if (element.bytes === undefined || vr === "UN" || isBytes(vrCode(vr))) return binary(element, options);
  if (tag === SPECIFIC_CHARACTER_SET) return { Value: ["ISO_IR 192"] };
  return withValues(dataSet.valuesAt(tag).map((value) => (value === "" ? null : jsonValue(vr, value))));
}

function withValues(values: readonly JsonValue[]): Omit<JsonAttribute, "vr"> {
  return values.length === 0 ? {} : { Value: values };
}

function jsonValue(vr: string, value: number | bigint | string): JsonValue {
  if (vr === "PN") return jsonName(String(value));
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  // Number or string (PS3.18 table F.2.3-1): a number where it is one, and none is lost.
  if (typeof value === "bigint") return isSafe(value) ? Number(value) : String(value);
  const isDecimal = (vr === "DS" || vr === "IS") && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value);
  return isDecimal && Number.isFinite(Number(value)) ? Number(value) : value;
}

function jsonName(text: string): JsonPersonName {
  const { alphabetic, ideographic, phonetic } = personName(text);
  return {
    ...(alphabetic !== undefined && { Alphabetic: alphabetic }),
    ...(ideographic !== undefined && { Ideographic: ideographic }),
    ...(phonetic !== undefined && { Phonetic: phonetic }),
  };
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

function binary(element: ElementView, options: JsonOptions): Omit<JsonAttribute, "vr"> {
  const { bytes, byteOffset, byteLength } = element;
  if (bytes === undefined || byteLength > (options.inlineBytes ?? 1024)) {
    const uri =
      options.bulkDataUri ?? ((at) => `#bytes=${at.byteOffset}-${at.byteOffset + at.byteLength - 1}`);
    return { BulkDataURI: uri({ byteOffset, byteLength }) };
  }
  return { InlineBinary: inLittleEndian(element, Buffer.from(bytes)).toString("base64") };
}

/** The words of inline binary are little endian (PS3.18 section F.2.7). `copy` is changed in place. */
function inLittleEndian({ vr, littleEndian }: ElementView, copy: Buffer): Buffer {
  if (littleEndian) return copy;
  if (vr === "OW" && copy.length % 2 === 0) return copy.swap16();
  if ((vr === "OF" || vr === "OL") && copy.length % 4 === 0) return copy.swap32();
  return (vr === "OD" || vr === "OV") && copy.length % 8 === 0 ? copy.swap64() : copy;
}
