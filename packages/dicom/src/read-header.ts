import type { ByteSource } from "./byte-source.ts";
import { DataSet } from "./data-set.ts";
import { type DataSetStart, findDataSet } from "./data-set-start.ts";
import { type ElementHead, UNDEFINED_LENGTH } from "./element.ts";
import type { Finding } from "./findings.ts";
import { inflatedSource } from "./inflated-source.ts";
import { DEFAULT_LIMITS, type ReadLimits } from "./limits.ts";
import { ReadWindow } from "./read-window.ts";
import { formatTag, MEDIA_STORAGE_SOP_CLASS_UID } from "./tags.ts";
import { uidText } from "./value-text.ts";
import { walkElements } from "./walk-elements.ts";

/** What was read of a file up to its pixel data. */
export interface Header {
  readonly dataSet: DataSet;
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
}

const PIXEL_TAGS = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);

/**
 * Reads the header of a DICOM file by ranges: 64 KB at first, more where the header goes on, long values skipped by
 * position, nothing of the pixels. A damaged file gives what could be read, with findings; what is no DICOM, or would
 * cost more than the limits, is a `DicomError`. Errors of the source pass through.
 */
export async function readHeader(source: ByteSource, options: ReadOptions = {}): Promise<Header> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const findings: Finding[] = [];
  const window = new ReadWindow(source, limits);
  const start = await findDataSet(window, limits, findings);
  if (!start.transferSyntax.deflated) {
    return readFrom(start, window, { offset: start.offset, limits, findings });
  }
  await using inflated = inflatedSource(source, start.offset, limits);
  const inflatedWindow = new ReadWindow(inflated, limits);
  const header = await readFrom(start, inflatedWindow, {
    offset: 0,
    limits,
    findings,
  });
  return {
    ...header,
    bytesRead: window.bytesRead + inflated.cost.bytesRead,
    requests: window.requests + inflated.cost.requests,
  };
}

async function readFrom(
  start: DataSetStart,
  window: ReadWindow,
  at: { offset: number; limits: ReadLimits; findings: Finding[] },
): Promise<Header> {
  const { limits, findings } = at;
  const walked = await walkElements({
    window,
    offset: at.offset,
    encoding: start.transferSyntax.encoding,
    limits,
    findings,
    stopAt: (tag) => PIXEL_TAGS.has(tag),
  });
  if (walked.stoppedAt !== undefined) checkPixels(walked.stoppedAt, walked.offset, window.size, findings);
  const mediaClass = start.meta.get(MEDIA_STORAGE_SOP_CLASS_UID);
  return {
    dataSet: new DataSet(walked.elements),
    transferSyntaxUid: start.transferSyntax.uid,
    mediaStorageSopClassUid: mediaClass === undefined ? undefined : uidText(mediaClass.bytes),
    findings,
    bytesRead: window.bytesRead,
    requests: window.requests,
  };
}

/** The pixels are not read, but a file that ends before they do is not whole. */
function checkPixels(head: ElementHead, offset: number, size: number, findings: Finding[]): void {
  if (head.length === UNDEFINED_LENGTH || offset + head.headBytes + head.length <= size) return;
  findings.push({
    code: "truncated",
    byteOffset: offset,
    tag: formatTag(head.tag),
  });
}
