/** How a data set is written: implicit or explicit value representations, always little endian. */
export type Writing = "explicit" | "implicit";

/** What one element holds. Texts are encoded by the caller's character set; items are data sets. */
export type ElementValue = string | Uint8Array | readonly number[] | readonly DataSetContent[];

/** Elements in any order; they are written by ascending tag, as PS3.5 section 7.1 wants. */
export type DataSetContent = ReadonlyMap<number, readonly [vr: string, value: ElementValue]>;

const LONG_FORM = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** Writes a data set (PS3.5 section 7.1). Text is written by `encodeText`, which is UTF-8 unless given. */
export function encodeDataSet(
  content: DataSetContent,
  writing: Writing,
  encodeText: (text: string) => Uint8Array = (text) => new TextEncoder().encode(text),
): Uint8Array {
  const parts = [...content]
    .sort(([a], [b]) => a - b)
    .map(([tag, [vr, value]]) =>
      encodeElement(tag, vr, encodeValue(vr, value, writing, encodeText), writing),
    );
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
  const long = writing === "explicit" && LONG_FORM.has(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  if (writing === "implicit") head.writeUInt32LE(length, 4);
  else {
    head.write(vr, 4, "latin1");
    if (long) head.writeUInt32LE(length, 8);
    else head.writeUInt16LE(length, 6);
  }
  return Buffer.concat([head, value]);
}

function encodeValue(
  vr: string,
  value: ElementValue,
  writing: Writing,
  encodeText: (text: string) => Uint8Array,
): Uint8Array {
  if (typeof value === "string") return padded(encodeText(value), vr === "UI" ? 0x00 : 0x20);
  if (value instanceof Uint8Array) return padded(value, 0x00);
  if (vr === "SQ") {
    const items = (value as readonly DataSetContent[]).map((item) =>
      encodeItem(encodeDataSet(item, writing, encodeText)),
    );
    return Buffer.concat(items);
  }
  return Buffer.concat(
    (value as readonly number[]).map((number) => {
      const bytes = Buffer.alloc(vr === "UL" ? 4 : 2);
      if (vr === "UL") bytes.writeUInt32LE(number);
      else if (vr === "SS") bytes.writeInt16LE(number);
      else bytes.writeUInt16LE(number);
      return bytes;
    }),
  );
}

function encodeItem(item: Uint8Array): Uint8Array {
  return encodeElement(0xfffee000, "", item, "implicit");
}

/** Values have an even length (PS3.5 section 6.2). */
function padded(bytes: Uint8Array, padding: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Uint8Array.of(padding)]);
}
