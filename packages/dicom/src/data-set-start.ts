import { DataSet, inOrder } from "./data-set.ts";
import { type Encoding, isExplicitAt } from "./element-head.ts";
import type { ElementWalk } from "./element-walk.ts";
import { DicomError, NotDicom } from "./errors.ts";
import type { FindingList } from "./findings.ts";
import { foreignFormat } from "./foreign-format.ts";
import type { ReadWindow } from "./read-window.ts";
import { META_GROUP_LENGTH, TRANSFER_SYNTAX_UID } from "./tags.ts";
import {
  EXPLICIT_LITTLE,
  type TransferSyntax,
  transferSyntax,
  uncompressedSyntax,
} from "./transfer-syntax.ts";

/** Where the data set begins, and how it is written. */
export interface DataSetStart {
  readonly offset: number;
  readonly transferSyntax: TransferSyntax;
  /** File meta information, group 0002. */
  readonly meta: DataSet;
}

const PREAMBLE_BYTES = 128;
const META_GROUP = 0x0002;
/** Bytes that show how an element is written. */
const FIRST_BYTES = 8;
/** Groups that a data set without any header may begin with: command, meta information, directory, identification. */
const FIRST_GROUPS = new Set([0x0000, 0x0002, 0x0004, 0x0008]);

/**
 * Finds the data set of a file (PS3.10 section 7.1), also where preamble, prefix, meta information or transfer syntax
 * are missing or wrong. Throws `DicomError` `empty` or `not-dicom`.
 */
export async function findDataSet(
  walk: ElementWalk,
  window: ReadWindow,
  findings: FindingList,
): Promise<DataSetStart> {
  await window.move(0, PREAMBLE_BYTES + 16);
  if (window.bytes.length === 0) throw new DicomError("empty", "The file is empty.", { byteOffset: 0 });
  const first = afterPrefix(window.bytes, findings);
  walk.attach(window);
  await walk.walk(window, first, EXPLICIT_LITTLE, isAfterMeta);
  const { offset, store } = walk;
  const meta = new DataSet(store, inOrder(store, walk.roots));
  if (offset === first) findings.add("no-meta", first);
  const length = Number(meta.textsAt(META_GROUP_LENGTH)[0] ?? Number.NaN);
  const lengthAt = meta.element(META_GROUP_LENGTH)?.byteOffset ?? 0;
  if (!Number.isNaN(length) && lengthAt + 4 + length !== offset) {
    findings.add("meta-group-length-wrong", lengthAt, META_GROUP_LENGTH);
  }
  if (!window.ended && offset + FIRST_BYTES > window.base + window.bytes.length) {
    await window.move(offset, FIRST_BYTES);
    walk.attach(window);
  }
  const begin = window.bytes.subarray(offset - window.base);
  return { offset, meta, transferSyntax: chooseSyntax(meta, begin, offset, findings) };
}

function isAfterMeta(tag: number): boolean {
  return tag >>> 16 !== META_GROUP;
}

function afterPrefix(start: Uint8Array, findings: FindingList): number {
  if (hasPrefix(start, PREAMBLE_BYTES)) return PREAMBLE_BYTES + 4;
  findings.add("no-preamble", 0);
  if (hasPrefix(start, 0)) return 4;
  if (guessEncoding(start) !== undefined) return 0;
  throw new NotDicom(foreignFormat(start));
}

/** `DICM` */
function hasPrefix(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
}

/** How the element that `bytes` begin with is written; undefined when it does not look like the first of a data set. */
function guessEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes.length < FIRST_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, FIRST_BYTES);
  const explicit = isExplicitAt(view, 0) === true;
  for (const littleEndian of [true, false]) {
    if (!FIRST_GROUPS.has(view.getUint16(0, littleEndian))) continue;
    // The first elements of a data set are short.
    if (explicit || view.getUint32(4, littleEndian) < 0x10000) return { explicit, littleEndian };
  }
  return undefined;
}

/** The named transfer syntax, unless the data contradict it. */
function chooseSyntax(
  meta: DataSet,
  begin: Uint8Array,
  byteOffset: number,
  findings: FindingList,
): TransferSyntax {
  const seen = guessEncoding(begin);
  const [uid] = meta.textsAt(TRANSFER_SYNTAX_UID);
  if (uid === undefined) {
    findings.add("transfer-syntax-missing", byteOffset);
    return uncompressedSyntax(seen ?? EXPLICIT_LITTLE);
  }
  const syntax = transferSyntax(uid);
  if (seen === undefined) return syntax;
  // A deflate stream may begin like an implicit element by chance, but not with the letters of a representation.
  if (syntax.deflated && !seen.explicit) return syntax;
  const { encoding } = syntax;
  const isAsNamed = seen.explicit === encoding.explicit && seen.littleEndian === encoding.littleEndian;
  if (isAsNamed && !syntax.deflated) return syntax;
  findings.add("transfer-syntax-corrected", byteOffset);
  return uncompressedOr(syntax, seen);
}

/** The syntax that the data are in. Of an encapsulated one the UID stays: the header says nothing against it. */
function uncompressedOr(syntax: TransferSyntax, seen: Encoding): TransferSyntax {
  return syntax.encapsulated ? { ...syntax, encoding: seen } : uncompressedSyntax(seen);
}
