/** How a data set is written: little endian with explicit or implicit value representations, or big endian (explicit). */
export type Writing = "explicit" | "implicit" | "big-endian";

/** Whether sequences and items state their length, or end with a delimiter (PS3.5 section 7.5). */
export type Lengths = "defined" | "undefined";

/** What one element holds. Texts are encoded by the caller's character set; items are data sets. */
export type ElementValue =
  | string
  | Uint8Array
  | readonly number[]
  | readonly bigint[]
  | readonly DataSetContent[];

/** Elements in any order; they are written by ascending tag, as PS3.5 section 7.1 wants. */
export type DataSetContent = ReadonlyMap<number, readonly [vr: string, value: ElementValue]>;

const LONG_FORM = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]);
const UNDEFINED_LENGTH = 0xffffffff;
const NOTHING = new Uint8Array(0);

/** Writes a data set (PS3.5 section 7.1). Text is written by `encodeText`, which is UTF-8 unless given. */
export function encodeDataSet(
  content: DataSetContent,
  writing: Writing,
  encodeText: (text: string) => Uint8Array = (text) => new TextEncoder().encode(text),
  lengths: Lengths = "defined",
): Uint8Array {
  const parts = [...content]
    .sort(([a], [b]) => a - b)
    .map(([tag, [vr, value]]) => {
      const bytes = encodeValue(vr, value, { writing, encodeText, lengths });
      const hasDelimiter = vr === "SQ" && lengths === "undefined" && !(value instanceof Uint8Array);
      return encodeElement(tag, vr, bytes, writing, hasDelimiter ? UNDEFINED_LENGTH : bytes.length);
    });
  return Buffer.concat(parts);
}

/** Writes one element with the value as it is; `length` may lie, for files that are broken on purpose. */
export function encodeElement(
  tag: number,
  vr: string,
  value: Uint8Array,
  writing: Writing,
  length = value.length,
): Uint8Array {
  const isImplicit = writing === "implicit" || vr === "";
  const isLong = !isImplicit && LONG_FORM.has(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  const bytesOf = writing === "big-endian" ? bigEndian(head) : littleEndian(head);
  bytesOf.uint16(tag >>> 16, 0);
  bytesOf.uint16(tag & 0xffff, 2);
  if (isImplicit) bytesOf.uint32(length, 4);
  else {
    head.write(vr, 4, "latin1");
    if (isLong) bytesOf.uint32(length, 8);
    else bytesOf.uint16(length, 6);
  }
  return Buffer.concat([head, value]);
}

function littleEndian(head: Buffer) {
  return {
    uint16: (value: number, at: number) => head.writeUInt16LE(value, at),
    uint32: (value: number, at: number) => head.writeUInt32LE(value, at),
  };
}

function bigEndian(head: Buffer) {
  return {
    uint16: (value: number, at: number) => head.writeUInt16BE(value, at),
    uint32: (value: number, at: number) => head.writeUInt32BE(value, at),
  };
}

interface Manner {
  readonly writing: Writing;
  readonly encodeText: (text: string) => Uint8Array;
  readonly lengths: Lengths;
}

function encodeValue(vr: string, value: ElementValue, manner: Manner): Uint8Array {
  if (typeof value === "string") return padded(manner.encodeText(value), vr === "UI" ? 0x00 : 0x20);
  if (value instanceof Uint8Array) return padded(value, 0x00);
  if (vr === "SQ") return encodeSequence(value as readonly DataSetContent[], manner);
  return encodeNumbers(vr, value as readonly number[], manner.writing !== "big-endian");
}

function encodeSequence(items: readonly DataSetContent[], manner: Manner): Uint8Array {
  const { writing, encodeText, lengths } = manner;
  const written = items.flatMap((item) => {
    const bytes = encodeDataSet(item, writing, encodeText, lengths);
    if (lengths === "defined") return [encodeElement(0xfffee000, "", bytes, writing)];
    return [encodeElement(0xfffee000, "", bytes, writing, UNDEFINED_LENGTH), delimiter(0xfffee00d, writing)];
  });
  return Buffer.concat(lengths === "defined" ? written : [...written, delimiter(0xfffee0dd, writing)]);
}

function delimiter(tag: number, writing: Writing): Uint8Array {
  return encodeElement(tag, "", NOTHING, writing);
}

/** Bytes per number of a representation. A tag (AT) is written as one number whose halves are its group and element. */
const WIDTHS: Readonly<Record<string, number>> = {
  ...{ US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, UV: 8, SV: 8, AT: 4 },
};

function encodeNumbers(vr: string, numbers: readonly (number | bigint)[], little: boolean): Uint8Array {
  const width = WIDTHS[vr];
  if (width === undefined) throw new RangeError(`${vr} holds no numbers`);
  const bytes = new DataView(new ArrayBuffer(width * numbers.length));
  for (const [index, number] of numbers.entries()) writeNumber(bytes, vr, index * width, number, little);
  return new Uint8Array(bytes.buffer);
}

function writeNumber(
  bytes: DataView,
  vr: string,
  at: number,
  number: number | bigint,
  little: boolean,
): void {
  if (vr === "UV" || vr === "SV") bytes.setBigInt64(at, BigInt.asIntN(64, BigInt(number)), little);
  else if (vr === "FD") bytes.setFloat64(at, Number(number), little);
  else if (vr === "FL") bytes.setFloat32(at, Number(number), little);
  else if (vr === "AT") {
    bytes.setUint16(at, Number(number) >>> 16, little);
    bytes.setUint16(at + 2, Number(number) & 0xffff, little);
  } else if (vr === "US" || vr === "SS") bytes.setUint16(at, Number(number) & 0xffff, little);
  else bytes.setUint32(at, Number(number) >>> 0, little);
}

/** Values have an even length (PS3.5 section 6.2). */
function padded(bytes: Uint8Array, padding: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Uint8Array.of(padding)]);
}
