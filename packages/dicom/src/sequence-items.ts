import dicomParser, { type ByteStream, type Element as ForeignElement } from "dicom-parser";
import { type Element, type Elements, UNDEFINED_LENGTH } from "./element.ts";
import { DicomError } from "./errors.ts";
import { dictionaryVr, formatTag } from "./tags.ts";
import type { Encoding } from "./transfer-syntax.ts";

/** A sequence that was taken apart: its items, and how many bytes it took. */
export interface ParsedSequence {
  readonly items: readonly Elements[];
  readonly length: number;
}

/**
 * Takes apart the value of a sequence that `bytes` begin with. Undefined when they end before it does, or are no
 * sequence: dicom-parser does not tell the two apart. The only place that calls dicom-parser, which throws strings,
 * reads past the end and recurses with the input.
 */
export function parseSequence(
  bytes: Uint8Array,
  at: { tag: number; length: number; encoding: Encoding; byteOffset: number },
): ParsedSequence | undefined {
  const stream = streamOver(bytes, at.encoding);
  const element: ForeignElement = {
    tag: "",
    vr: "SQ",
    length: at.length,
    dataOffset: 0,
  };
  const warnings: string[] = [];
  const done = guarded(at, () => {
    if (at.encoding.explicit) dicomParser.readSequenceItemsExplicit(stream, element, warnings);
    else dicomParser.readSequenceItemsImplicit(stream, element);
  });
  if (!done || stream.position > bytes.length) return undefined;
  // In a value of known length, the last element makes dicom-parser complain about the end of the bytes.
  if (at.length === UNDEFINED_LENGTH && endedEarly(stream, warnings)) return undefined;
  return {
    items: (element.items ?? []).map((item) => keep(item, bytes, at)),
    length: stream.position,
  };
}

/** Length of encapsulated bytes of undefined length (PS3.5 section A.4), delimiter included. Undefined as above. */
export function encapsulatedLength(
  bytes: Uint8Array,
  at: { tag: number; encoding: Encoding; byteOffset: number },
): number | undefined {
  const stream = streamOver(bytes, at.encoding);
  const warnings: string[] = [];
  const element: ForeignElement = { tag: "", length: 0, dataOffset: 0 };
  const done = guarded(at, () => dicomParser.findEndOfEncapsulatedElement(stream, element, warnings));
  return !done || endedEarly(stream, warnings) ? undefined : stream.position;
}

function streamOver(bytes: Uint8Array, encoding: Encoding): ByteStream {
  const parser = encoding.littleEndian
    ? dicomParser.littleEndianByteArrayParser
    : dicomParser.bigEndianByteArrayParser;
  return new dicomParser.ByteStream(parser, bytes, 0);
}

/** Any warning of these calls means that the bytes ended, or were not what they seemed. */
function endedEarly(stream: ByteStream, warnings: readonly string[]): boolean {
  return stream.position > stream.byteArray.length || warnings.length > 0 || stream.warnings.length > 0;
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
