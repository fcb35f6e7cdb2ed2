import type { UploadedObject } from "./uploaded-object.ts";

/** What says when a version landed. */
export type Landing = Pick<UploadedObject, "landedAt" | "bucket" | "key" | "sequencer" | "versionId">;

/** S3's sequencers are compared as hexadecimal text, the shorter one filled up on the right (S3 User Guide, "Event message structure"). */
const SEQUENCER_DIGITS = 64;

/**
 * The order in which versions landed: the time of S3's event, and where that is the same, something that every worker
 * sees the same: the key, S3's sequencer of the key, the version. A total order: no two versions are equal.
 */
export function compareLanding(a: Landing, b: Landing): number {
  return (
    a.landedAt.getTime() - b.landedAt.getTime() ||
    compareTexts(a.bucket, b.bucket) ||
    compareTexts(a.key, b.key) ||
    compareTexts(padded(a.sequencer), padded(b.sequencer)) ||
    compareTexts(a.versionId, b.versionId)
  );
}

function padded(sequencer = ""): string {
  return sequencer.toUpperCase().padEnd(SEQUENCER_DIGITS, "0");
}

/** By code unit: the same everywhere, which a locale's order is not. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
