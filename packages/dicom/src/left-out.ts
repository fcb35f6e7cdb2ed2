import { type ElementHead, UNDEFINED_LENGTH } from "./element-head.ts";
import { LimitReached } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import { formatTag } from "./tags.ts";

/** Long values that nobody asked for by name stay in the file; one of an attribute that we index is refused. */
export function isLeftOut(
  head: ElementHead,
  isIndexed: boolean,
  limits: ReadLimits,
  byteOffset: number,
): boolean {
  if (head.length <= limits.valueBytes || head.length === UNDEFINED_LENGTH) return false;
  if (!isIndexed) return true;
  throw new LimitReached("limit-value-bytes", { byteOffset, tag: formatTag(head.tag) });
}
