import { hexTag } from "./tags.ts";
import type { ValuePlace } from "./value-place.ts";
import { vrCode } from "./vr.ts";

interface NumberFormat {
  readonly bytes: number;
  read(bytes: Buffer, at: number, littleEndian: boolean): number | bigint | string;
}

/** Representations whose values are binary numbers (PS3.5 table 6.2-1), by code. */
const FORMATS: ReadonlyArray<NumberFormat | undefined> = formats({
  US: { bytes: 2, read: (bytes, at, little) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) },
  SS: { bytes: 2, read: (bytes, at, little) => (little ? bytes.readInt16LE(at) : bytes.readInt16BE(at)) },
  UL: { bytes: 4, read: (bytes, at, little) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) },
  SL: { bytes: 4, read: (bytes, at, little) => (little ? bytes.readInt32LE(at) : bytes.readInt32BE(at)) },
  UV: {
    bytes: 8,
    read: (bytes, at, little) => (little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)),
  },
  SV: {
    bytes: 8,
    read: (bytes, at, little) => (little ? bytes.readBigInt64LE(at) : bytes.readBigInt64BE(at)),
  },
  FL: { bytes: 4, read: (bytes, at, little) => (little ? bytes.readFloatLE(at) : bytes.readFloatBE(at)) },
  FD: { bytes: 8, read: (bytes, at, little) => (little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at)) },
  AT: { bytes: 4, read: readTag },
});

/** How many numbers a value holds; 0 where it holds none. */
export function numberCount(vr: number, { start, end }: ValuePlace): number {
  const format = FORMATS[vr];
  return format === undefined ? 0 : Math.floor((end - start) / format.bytes);
}

/** One of the numbers, which are `numberCount`; a tag is eight hexadecimal digits. */
export function numberAt(
  vr: number,
  place: ValuePlace,
  index: number,
  littleEndian: boolean,
): number | bigint | string {
  const format = FORMATS[vr];
  if (format === undefined) throw new RangeError("not a number");
  return format.read(place.held.bytes, place.start + index * format.bytes, littleEndian);
}

export function numberText(vr: number, place: ValuePlace, index: number, littleEndian: boolean): string {
  return String(numberAt(vr, place, index, littleEndian));
}

function readTag(bytes: Buffer, at: number, little: boolean): string {
  const group = little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const element = little ? bytes.readUInt16LE(at + 2) : bytes.readUInt16BE(at + 2);
  return hexTag(group * 0x10000 + element);
}

function formats(byName: Readonly<Record<string, NumberFormat>>): Array<NumberFormat | undefined> {
  const byCode: Array<NumberFormat | undefined> = Array.from({ length: 64 }, () => undefined);
  for (const [name, format] of Object.entries(byName)) byCode[vrCode(name)] = format;
  return byCode;
}
