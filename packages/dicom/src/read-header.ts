import type { ByteSource } from "./byte-source.ts";
import { checkCharacterSets } from "./check-character-sets.ts";
import { DataSet } from "./data-set.ts";
import {
  type DataSetStart,
  dataSetStart,
  FIRST_BYTES,
  findMeta,
  META_TAGS,
  START_BYTES,
} from "./data-set-start.ts";
import { UNDEFINED_LENGTH } from "./element-head.ts";
import { ElementWalk } from "./element-walk.ts";
import { type Finding, FindingList } from "./findings.ts";
import { inflatedSource } from "./inflated-source.ts";
import { DEFAULT_LIMITS, type ReadLimits } from "./limits.ts";
import { ReadWindow } from "./read-window.ts";
import { isPixelData } from "./tags.ts";
import { type Clock, TimeBudget } from "./time-budget.ts";
import { EXPLICIT_LITTLE } from "./transfer-syntax.ts";
import type { TagRange, WalkOptions } from "./walk-options.ts";
import { startsWithZlibHeader, ZLIB_HEADER_BYTES } from "./zlib-header.ts";

/** What was read of a file up to its pixel data. */
export interface Header {
  readonly dataSet: DataSet;
  /** File meta information, group 0002; empty where there is none. */
  readonly meta: DataSet;
  /** UID of the transfer syntax, corrected where the data contradict the file. */
  readonly transferSyntaxUid: string;
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

const LAST_TAG = 0xffffffff;

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
  const reading = {
    limits,
    findings,
    time,
    keepAll: options.keep === "all",
    tags: { first: 0, last: options.lastTag ?? LAST_TAG },
  };
  const window = new ReadWindow(source, limits, time);
  const walk = new ElementWalk(reading);
  // Nothing here waits where the bytes are at hand: waiting for what is there already costs as much as reading it.
  const opened = window.move(0, START_BYTES);
  if (opened !== undefined) await opened;
  const metaOffset = findMeta(window.bytes, findings);
  walk.attach(window);
  walk.begin(metaOffset, EXPLICIT_LITTLE, META_TAGS);
  if (walk.run() === undefined) await walk.runThrough(window);
  if (walk.offset + FIRST_BYTES > window.base + window.bytes.length && !window.ended) {
    await window.move(walk.offset, FIRST_BYTES);
    walk.attach(window);
  }
  const start = dataSetStart(walk, metaOffset, window.bytes, walk.offset - window.base, findings);
  if (start.transferSyntax.deflated) return readDeflated(source, window, start, reading);

  walk.begin(start.offset, start.transferSyntax.encoding, reading.tags);
  const stopped = walk.run() ?? (await walk.runThrough(window));
  return headerOf(walk, window, start, { stopped, findings });
}

interface Reading extends WalkOptions {
  readonly tags: TagRange;
}

async function readDeflated(
  source: ByteSource,
  outer: ReadWindow,
  start: DataSetStart,
  reading: Reading,
): Promise<Header> {
  const { limits, findings, time } = reading;
  const hasZlibHeader = startsWithZlibHeader(outer.bytes, start.offset - outer.base);
  if (hasZlibHeader) findings.add("zlib-header", start.offset);
  const streamAt = start.offset + (hasZlibHeader ? ZLIB_HEADER_BYTES : 0);
  await using inflated = inflatedSource(source, streamAt, limits);
  const window = new ReadWindow(inflated, limits, time);
  const walk = new ElementWalk(reading);
  walk.attach(window);
  walk.begin(0, start.transferSyntax.encoding, reading.tags);
  const stopped = await walk.runThrough(window);
  return {
    ...headerOf(walk, window, start, { stopped, findings }),
    bytesRead: outer.bytesRead + inflated.cost.bytesRead,
    requests: outer.requests + inflated.cost.requests,
  };
}

function headerOf(
  walk: ElementWalk,
  window: ReadWindow,
  start: DataSetStart,
  end: { stopped: boolean; findings: FindingList },
): Header {
  const { findings } = end;
  if (end.stopped && isPixelData(walk.head.tag)) checkPixels(walk, window.size, findings);
  const dataSet = new DataSet(walk.store, walk.firstEntry, walk.store.next);
  checkCharacterSets(dataSet, walk.store.hasBeyondAscii, findings);
  return {
    dataSet,
    meta: start.meta,
    transferSyntaxUid: start.transferSyntax.uid,
    findings: findings.found,
    bytesRead: window.bytesRead,
    requests: window.requests,
  };
}

/** The pixels are not read, but a file that ends before they do is not whole. */
function checkPixels(walk: ElementWalk, size: number, findings: FindingList): void {
  const { head, offset } = walk;
  if (head.length === UNDEFINED_LENGTH || offset + head.headBytes + head.length <= size) return;
  findings.add("truncated", offset, head.tag);
}
