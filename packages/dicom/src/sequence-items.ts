import dicomParser, { type ByteStream, type Element as ForeignElement } from "dicom-parser";
import type { Element, Elements } from "./element.ts";
import { DicomError } from "./errors.ts";
import { dictionaryVr, formatTag } from "./tags.ts";
import type { Encoding } from "./transfer-syntax.ts";

/**
 * Takes apart a sequence whose whole value is `bytes`. Undefined when they are none. The only place that calls
 * dicom-parser, which throws strings, reads past the end and recurses with the input; the bytes are few.
 */
export function parseSequence(
  bytes: Uint8Array,
  at: { tag: number; length: number; encoding: Encoding; byteOffset: number },
): readonly Elements[] | undefined {
  const stream = streamOver(bytes, at.encoding);
  const element: ForeignElement = { tag: "", vr: "SQ", length: at.length, dataOffset: 0 };
  const done = guarded(at, () => {
    if (at.encoding.explicit) dicomParser.readSequenceItemsExplicit(stream, element, []);
    else dicomParser.readSequenceItemsImplicit(stream, element);
  });
  if (!done || stream.position > bytes.length) return undefined;
  return (element.items ?? []).map((item) => keep(item, bytes, at));
}

function streamOver(bytes: Uint8Array, encoding: Encoding): ByteStream {
  const parser = encoding.littleEndian
    ? dicomParser.littleEndianByteArrayParser
    : dicomParser.bigEndianByteArrayParser;
  return new dicomParser.ByteStream(parser, bytes, 0);
}

function guarded(at: { tag: number; byteOffset: number }, read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    // The stack ended: the input nests thousands deep.
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw new DicomError("limit-nesting", "Sequences are nested too deep.", {
        byteOffset: at.byteOffset,
        tag: formatTag(at.tag),
        cause: error,
      });
    }
    return false;
  }
}

/** Keeps the attributes of an item that we know, one level down. */
function keep(
  item: ForeignElement,
  bytes: Uint8Array,
  at: { encoding: Encoding; byteOffset: number },
): Elements {
  const kept = new Map<number, Element>();
  for (const element of Object.values(item.dataSet?.elements ?? {})) {
    const tag = Number.parseInt(element.tag.slice(1), 16);
    const vr = dictionaryVr(tag);
    if (vr === undefined || element.dataOffset + element.length > bytes.length) continue;
    kept.set(tag, {
      tag,
      vr: element.vr === undefined || element.vr === "UN" ? vr : element.vr,
      byteOffset: at.byteOffset + element.dataOffset,
      bytes: bytes.slice(element.dataOffset, element.dataOffset + element.length),
      littleEndian: at.encoding.littleEndian,
      ...(element.items && {
        items: element.items.map((inner) => keep(inner, bytes, at)),
      }),
    });
  }
  return kept;
}
