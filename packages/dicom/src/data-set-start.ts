import { DataSet } from "./data-set.ts";
import { type Encoding, isExplicitAt } from "./element-head.ts";
import type { ElementWalk } from "./element-walk.ts";
import { DicomError, NotDicom } from "./errors.ts";
import type { FindingList } from "./findings.ts";
import { foreignFormat } from "./foreign-format.ts";
import { uint16At, uint32At } from "./integers.ts";
import { META_GROUP_LENGTH, TRANSFER_SYNTAX_UID } from "./tags.ts";
import {
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  type TransferSyntax,
  transferSyntax,
  uncompressedSyntax,
  uncompressedSyntaxOf,
} from "./transfer-syntax.ts";

/** Where the data set begins, and how it is written. */
export interface DataSetStart {
  readonly offset: number;
  readonly transferSyntax: TransferSyntax;
  /** File meta information, group 0002. */
  readonly meta: DataSet;
}

const PREAMBLE_BYTES = 128;
/** The tags of the meta information. */
export const META_TAGS = { first: 0x00020000, last: 0x0002ffff };
/** Bytes that show how an element is written. */
export const FIRST_BYTES = 8;
/** Groups that a data set without any header may begin with: command, meta information, directory, identification. */
const FIRST_GROUPS = new Set([0x0000, 0x0002, 0x0004, 0x0008]);

/** Bytes that are looked at to find the meta information. */
export const START_BYTES = PREAMBLE_BYTES + 16;

/**
 * Where the meta information begins, or the data set of a file without any (PS3.10 section 7.1), from the first bytes.
 * Throws `DicomError` `empty` or `not-dicom`.
 */
export function findMeta(start: Uint8Array, findings: FindingList): number {
  if (start.length === 0) throw new DicomError("empty", "The file is empty.", { byteOffset: 0 });
  return afterPrefix(start, findings);
}

/**
 * How the data set is written that begins at `position` of `bytes`, after a walk over the meta information from `metaOffset` on: also
 * where the meta information or the transfer syntax are missing or wrong.
 */
export function dataSetStart(
  walk: ElementWalk,
  metaOffset: number,
  bytes: Uint8Array,
  position: number,
  findings: FindingList,
): DataSetStart {
  const { offset, store } = walk;
  const meta = new DataSet(store, walk.firstEntry, store.next);
  if (offset === metaOffset) findings.add("no-meta", metaOffset);
  else checkGroupLength(meta, offset, findings);
  const seen = guessEncoding(bytes, position);
  return { offset, meta, transferSyntax: chooseSyntax(meta, seen, offset, findings) };
}

function checkGroupLength(meta: DataSet, end: number, findings: FindingList): void {
  const place = meta.placeAt(META_GROUP_LENGTH);
  if (place === undefined || place.end - place.start < 4) return;
  // The group length itself, a UL, does not count.
  const byteOffset = place.held.base + place.start;
  if (byteOffset + 4 + place.held.view.getUint32(place.start, true) === end) return;
  findings.add("meta-group-length-wrong", byteOffset, META_GROUP_LENGTH);
}

function afterPrefix(start: Uint8Array, findings: FindingList): number {
  if (hasPrefix(start, PREAMBLE_BYTES)) return PREAMBLE_BYTES + 4;
  findings.add("no-preamble", 0);
  if (hasPrefix(start, 0)) return 4;
  if (guessEncoding(start, 0) !== undefined) return 0;
  throw new NotDicom(foreignFormat(start));
}

/** `DICM` */
function hasPrefix(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
}

/** How the element at `position` is written; undefined when it does not look like the first of a data set. */
function guessEncoding(bytes: Uint8Array, position: number): Encoding | undefined {
  if (bytes.length - position < FIRST_BYTES) return undefined;
  const explicit = isExplicitAt(bytes, position) === true;
  if (beginsDataSet(bytes, position, explicit, true)) return explicit ? EXPLICIT_LITTLE : IMPLICIT_LITTLE;
  if (beginsDataSet(bytes, position, explicit, false)) {
    return explicit ? EXPLICIT_BIG : { explicit, littleEndian: false };
  }
  return undefined;
}

function beginsDataSet(
  bytes: Uint8Array,
  position: number,
  explicit: boolean,
  littleEndian: boolean,
): boolean {
  if (!FIRST_GROUPS.has(uint16At(bytes, position, littleEndian))) return false;
  // The first elements of a data set are short.
  return explicit || uint32At(bytes, position + 4, littleEndian) < 0x10000;
}

/** The named transfer syntax, unless the data contradict it. */
function chooseSyntax(
  meta: DataSet,
  seen: Encoding | undefined,
  byteOffset: number,
  findings: FindingList,
): TransferSyntax {
  const syntax = namedSyntax(meta);
  if (syntax === undefined) {
    findings.add("transfer-syntax-missing", byteOffset);
    return uncompressedSyntax(seen ?? EXPLICIT_LITTLE);
  }
  if (seen === undefined) return syntax;
  // A deflate stream may begin like an implicit element by chance, but not with the letters of a representation.
  if (syntax.deflated && !seen.explicit) return syntax;
  const { encoding } = syntax;
  const isAsNamed = seen.explicit === encoding.explicit && seen.littleEndian === encoding.littleEndian;
  if (isAsNamed && !syntax.deflated) return syntax;
  findings.add("transfer-syntax-corrected", byteOffset);
  return uncompressedOr(syntax, seen);
}

function namedSyntax(meta: DataSet): TransferSyntax | undefined {
  const place = meta.placeAt(TRANSFER_SYNTAX_UID);
  const uncompressed = place && uncompressedSyntaxOf(place.held.bytes, place.start, place.end);
  if (uncompressed !== undefined) return uncompressed;
  const uid = meta.textAt(TRANSFER_SYNTAX_UID);
  return uid === undefined ? undefined : transferSyntax(uid);
}

/** The syntax that the data are in. Of an encapsulated one the UID stays: the header says nothing against it. */
function uncompressedOr(syntax: TransferSyntax, seen: Encoding): TransferSyntax {
  return syntax.encapsulated ? { ...syntax, encoding: seen } : uncompressedSyntax(seen);
}
