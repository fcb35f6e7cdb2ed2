import type { Elements } from "./element.ts";
import { DicomError } from "./errors.ts";
import type { Finding } from "./findings.ts";
import { foreignFormat } from "./foreign-format.ts";
import type { ReadLimits } from "./limits.ts";
import type { ReadWindow } from "./read-window.ts";
import { TRANSFER_SYNTAX_UID } from "./tags.ts";
import {
  type Encoding,
  EXPLICIT_LITTLE,
  type TransferSyntax,
  transferSyntax,
  uncompressedSyntax,
} from "./transfer-syntax.ts";
import { uidText } from "./value-text.ts";
import { isKnownVr } from "./vr.ts";
import { walkElements } from "./walk-elements.ts";

/** Where the data set begins, and how it is written. */
export interface DataSetStart {
  readonly offset: number;
  readonly transferSyntax: TransferSyntax;
  /** File meta information, group 0002. */
  readonly meta: Elements;
}

const PREAMBLE_BYTES = 128;
const META_GROUP = 0x0002;
/** Groups that a data set without any header may begin with: command, directory, identification. */
const FIRST_GROUPS = new Set([0x0000, 0x0002, 0x0004, 0x0008]);

/**
 * Finds the data set of a file (PS3.10 section 7.1), also where preamble, prefix, meta information or transfer syntax
 * are missing or wrong. Throws `DicomError` `empty` or `not-dicom`.
 */
export async function findDataSet(
  window: ReadWindow,
  limits: ReadLimits,
  findings: Finding[],
): Promise<DataSetStart> {
  const start = await window.at(0, PREAMBLE_BYTES + 16);
  if (start.length === 0) throw new DicomError("empty", "The file is empty.", { byteOffset: 0 });
  const first = afterPrefix(start, findings);
  const { elements: meta, offset } = await walkElements({
    window,
    offset: first,
    encoding: EXPLICIT_LITTLE,
    limits,
    findings: [],
    stopAt: (tag) => tag >>> 16 !== META_GROUP,
  });
  if (offset === first) findings.push({ code: "no-meta", byteOffset: first });
  const seen = guessEncoding(await window.at(offset, 8));
  return {
    offset,
    meta,
    transferSyntax: chooseSyntax(meta, seen, offset, findings),
  };
}

function afterPrefix(start: Uint8Array, findings: Finding[]): number {
  if (hasPrefix(start, PREAMBLE_BYTES)) return PREAMBLE_BYTES + 4;
  findings.push({ code: "no-preamble", byteOffset: 0 });
  if (hasPrefix(start, 0)) return 4;
  if (guessEncoding(start) !== undefined) return 0;
  const looksLike = foreignFormat(start);
  throw new DicomError("not-dicom", "The file is not DICOM.", {
    byteOffset: 0,
    ...(looksLike && { looksLike }),
  });
}

function hasPrefix(bytes: Uint8Array, at: number): boolean {
  return String.fromCharCode(...bytes.subarray(at, at + 4)) === "DICM";
}

/** How the element that `bytes` begin with is written; undefined when it does not look like the first of a data set. */
function guessEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const explicit = isKnownVr(String.fromCharCode(view.getUint8(4), view.getUint8(5)));
  for (const littleEndian of [true, false]) {
    if (!FIRST_GROUPS.has(view.getUint16(0, littleEndian))) continue;
    // The first elements of a data set are short.
    if (explicit || view.getUint32(4, littleEndian) < 0x10000) return { explicit, littleEndian };
  }
  return undefined;
}

/** The named transfer syntax, unless the data contradict it. */
function chooseSyntax(
  meta: Elements,
  seen: Encoding | undefined,
  byteOffset: number,
  findings: Finding[],
): TransferSyntax {
  const named = meta.get(TRANSFER_SYNTAX_UID);
  const uid = named === undefined ? "" : uidText(named.bytes);
  if (uid === "") {
    findings.push({ code: "transfer-syntax-missing", byteOffset });
    return uncompressedSyntax(seen ?? EXPLICIT_LITTLE);
  }
  const syntax = transferSyntax(uid);
  if (syntax.deflated || seen === undefined) return syntax;
  const { encoding } = syntax;
  if (seen.explicit === encoding.explicit && seen.littleEndian === encoding.littleEndian) return syntax;
  findings.push({ code: "transfer-syntax-corrected", byteOffset });
  return { ...syntax, encoding: seen };
}
