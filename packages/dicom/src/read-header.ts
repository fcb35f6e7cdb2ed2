import type { ByteSource } from "./byte-source.ts";
import { DataSet, inOrder } from "./data-set.ts";
import { type DataSetStart, findDataSet } from "./data-set-start.ts";
import { UNDEFINED_LENGTH } from "./element-head.ts";
import { ElementWalk } from "./element-walk.ts";
import { type Finding, FindingList } from "./findings.ts";
import { inflatedSource } from "./inflated-source.ts";
import { DEFAULT_LIMITS, type ReadLimits } from "./limits.ts";
import { ReadWindow } from "./read-window.ts";
import { isPixelData, MEDIA_STORAGE_SOP_CLASS_UID, SPECIFIC_CHARACTER_SET } from "./tags.ts";
import { type Clock, TimeBudget } from "./time-budget.ts";
import { startsWithZlibHeader, ZLIB_HEADER_BYTES } from "./zlib-header.ts";

/** What was read of a file up to its pixel data. */
export interface Header {
  readonly dataSet: DataSet;
  /** File meta information, group 0002; empty where there is none. */
  readonly meta: DataSet;
  /** UID of the transfer syntax, corrected where the data contradict the file. */
  readonly transferSyntaxUid: string;
  /** From the meta information (0002,0002): tells a DICOMDIR, which has no SOP Class of its own. */
  readonly mediaStorageSopClassUid: string | undefined;
  /** What was repaired or is doubtful. */
  readonly findings: readonly Finding[];
  readonly bytesRead: number;
  readonly requests: number;
}

export interface ReadOptions {
  readonly limits?: Partial<ReadLimits>;
  /** What is kept: the attributes of the dictionary (the default), or every element before the pixels. */
  readonly keep?: "indexed" | "all";
  /** The last tag that is wanted; the pixel data end a header in any case. */
  readonly lastTag?: number;
  /** For the limit on time; the runtime's monotonic clock unless given. */
  readonly clock?: Clock;
}

const monotonicClock: Clock = () => performance.now();

/**
 * Reads the header of a DICOM file by ranges: 64 KB at first, more where the header goes on, long values skipped by
 * position, nothing of the pixels. A damaged file gives what could be read, with findings; what is no DICOM, or would
 * cost more than the limits, is a `DicomError`. Errors of the source pass through.
 */
export async function readHeader(source: ByteSource, options: ReadOptions = {}): Promise<Header> {
  const limits = options.limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...options.limits };
  const findings = new FindingList(limits.findings);
  const time = new TimeBudget(options.clock ?? monotonicClock, limits.milliseconds);
  const walkOptions = { limits, findings, time, keepAll: options.keep === "all" };
  const walk = new ElementWalk(walkOptions);
  const window = new ReadWindow(source, limits, time);
  const start = await findDataSet(walk, window, findings);
  const reading = { start, findings, lastTag: options.lastTag ?? Number.POSITIVE_INFINITY };
  if (!start.transferSyntax.deflated) return readDataSet(walk, window, start.offset, reading);

  const hasZlibHeader = startsWithZlibHeader(window.bytes, start.offset - window.base);
  if (hasZlibHeader) findings.add("zlib-header", start.offset);
  const streamAt = start.offset + (hasZlibHeader ? ZLIB_HEADER_BYTES : 0);
  await using inflated = inflatedSource(source, streamAt, limits);
  const inflatedWindow = new ReadWindow(inflated, limits, time);
  const header = await readDataSet(new ElementWalk(walkOptions), inflatedWindow, 0, reading);
  return {
    ...header,
    bytesRead: window.bytesRead + inflated.cost.bytesRead,
    requests: window.requests + inflated.cost.requests,
  };
}

async function readDataSet(
  walk: ElementWalk,
  window: ReadWindow,
  offset: number,
  reading: { start: DataSetStart; findings: FindingList; lastTag: number },
): Promise<Header> {
  const { start, findings, lastTag } = reading;
  const { encoding, uid } = start.transferSyntax;
  const stopAt = lastTag === Number.POSITIVE_INFINITY ? isPixelData : stopAfter(lastTag);
  const stopped = await walk.walk(window, offset, encoding, stopAt);
  if (stopped && isPixelData(walk.head.tag)) checkPixels(walk, window.size, findings);
  const dataSet = new DataSet(walk.store, inOrder(walk.store, walk.roots));
  checkCharacterSet(dataSet, findings);
  return {
    dataSet,
    meta: start.meta,
    transferSyntaxUid: uid,
    mediaStorageSopClassUid: start.meta.textsAt(MEDIA_STORAGE_SOP_CLASS_UID)[0],
    findings: findings.found,
    bytesRead: window.bytesRead,
    requests: window.requests,
  };
}

function stopAfter(lastTag: number): (tag: number) => boolean {
  return (tag) => tag > lastTag || isPixelData(tag);
}

/** The pixels are not read, but a file that ends before they do is not whole. */
function checkPixels(walk: ElementWalk, size: number, findings: FindingList): void {
  const { head, offset } = walk;
  if (head.length === UNDEFINED_LENGTH || offset + head.headBytes + head.length <= size) return;
  findings.add("truncated", offset, head.tag);
}

function checkCharacterSet(dataSet: DataSet, findings: FindingList): void {
  const { origin } = dataSet.characterSet;
  if (origin === "declared") return;
  if (origin === "unknown") {
    const at = dataSet.element(SPECIFIC_CHARACTER_SET)?.byteOffset ?? 0;
    findings.add("character-set-unknown", at, SPECIFIC_CHARACTER_SET);
  }
  const text = dataSet.undeclaredText();
  if (text !== undefined) findings.add("character-set-undeclared", text.byteOffset, text.tag);
}
