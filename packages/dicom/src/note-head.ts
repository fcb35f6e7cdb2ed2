import { type ElementHead, type Encoding, UNDEFINED_LENGTH } from "./element-head.ts";
import type { FindingList } from "./findings.ts";
import { NOT_LETTERS, UNKNOWN_LETTERS } from "./vr.ts";

/** What is odd about the head of an element. */
export function noteHead(
  head: ElementHead,
  encoding: Encoding,
  findings: FindingList,
  byteOffset: number,
): void {
  const { tag, vr, length } = head;
  if (vr === UNKNOWN_LETTERS) findings.add("unknown-vr", byteOffset, tag);
  if (vr === NOT_LETTERS && encoding.explicit) findings.add("implicit-element", byteOffset, tag);
  if (length !== UNDEFINED_LENGTH && (length & 1) === 1) findings.add("odd-length", byteOffset, tag);
}
