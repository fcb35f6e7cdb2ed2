import { isAscii } from "./byte-search.ts";
import type { ElementStore } from "./element-store.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { dictionaryVr } from "./tags.ts";
import { areUidBytes } from "./uid.ts";
import { hasLongForm, isEncodedText, vrCode, vrOfWord } from "./vr.ts";

/** Groups from the pixel data on, with items and delimiters, are looked at one by one. */
const FIRST_SPECIAL_TAG = 0x7fe00000;

const SQ = vrCode("SQ");
const UI = vrCode("UI");
const UN = vrCode("UN");

/** What a run goes over, and what becomes of it. */
export interface RunOptions {
  readonly explicit: boolean;
  /** The run ends before a higher tag. */
  readonly lastTag: number;
  readonly keeps: "nothing" | "indexed" | "all";
  /** Longer values are not for the run. */
  readonly valueBytes: number;
  readonly store: ElementStore;
}

/**
 * Takes elements in little endian that have nothing odd: most of a header, in one tight loop. It ends before the first one
 * that is a kept sequence, has no end, is not wholly there, or would be a finding: those are looked at one by one.
 */
export class PlainRun {
  /** Position of the first element that is not taken. */
  position = 0;
  /** The last tag that was taken. */
  tag = 0;
  /** How many were taken. */
  count = 0;

  /** Goes over the bytes from `from` to `end`; `base` is the position of the first byte in the file. */
  take(
    { bytes, view, base }: HeldBytes,
    from: number,
    end: number,
    tagBefore: number,
    options: RunOptions,
  ): void {
    this.count = 0;
    // A value that was skipped may end gigabytes after what is in memory.
    if (from >= end) return;
    const { lastTag, keeps, valueBytes, store } = options;
    const { explicit } = options;
    const keepsIndexed = keeps !== "nothing";
    const keepsAll = keeps === "all";
    // Positions in a file may have become fractions to the runtime; in memory they never are, and integers take half the time.
    let position = from | 0;
    const limit = end | 0;
    let last = tagBefore;
    let count = 0;
    let firstUsed = -1;
    let lastUsed = -1;
    while (position + 12 <= limit) {
      const words = view.getUint32(position, true);
      const tag = ((words << 16) | (words >>> 16)) >>> 0;
      if (tag <= last || tag >= FIRST_SPECIAL_TAG || tag > lastTag) break;
      const known = keepsIndexed ? dictionaryVr(tag) : 0;
      let vr = UN;
      let start = position + 8;
      let length = view.getUint32(position + 4, true);
      if (explicit) {
        vr = vrOfWord(length & 0xffff);
        if (vr <= 0) break;
        if (hasLongForm(vr)) {
          start = position + 12;
          length = view.getUint32(position + 8, true);
        } else {
          length >>>= 16;
        }
      }
      // An undefined length is odd, too.
      if ((length & 1) !== 0 || length > limit - start) break;
      if (known !== 0 || keepsAll) {
        if (vr === UN && known !== 0) vr = known;
        if (vr === SQ || length > valueBytes) break;
        if (vr === UI && !areUidBytes(bytes, start, length)) break;
        store.addUsed(tag, vr, base + start, length, 0);
        if (isEncodedText(vr) && !isAscii(view, start, start + length)) store.markBeyondAscii();
        if (firstUsed === -1) firstUsed = start;
        lastUsed = start + length;
      }
      position = start + length;
      last = tag;
      count++;
    }
    if (firstUsed !== -1) store.use(base + firstUsed, base + lastUsed);
    this.position = position;
    this.tag = last;
    this.count = count;
  }
}
