import type { DataSet } from "./data-set.ts";
import type { FindingList } from "./findings.ts";
import { SPECIFIC_CHARACTER_SET } from "./tags.ts";
import { delimitersOf } from "./value-text.ts";

/**
 * Do the texts, at any depth, keep to the character sets that are declared? Items inherit the set around them, and may
 * declare another (PS3.3 section C.12.1.1.2). Of undeclared text the first is a finding: it is one omission.
 */
export function checkCharacterSets(dataSet: DataSet, hasBeyondAscii: boolean, findings: FindingList): void {
  if (dataSet.characterSet.origin === "unknown") noteUnknown(dataSet, findings);
  if (!hasBeyondAscii) return;
  let isNoted = false;
  // A stack of our own: input must not deepen the runtime's.
  const open = [dataSet];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { characterSet } = next;
    for (const { tag, vr, byteOffset, bytes } of next.beyondAscii()) {
      if (characterSet.origin !== "declared" && !isNoted) {
        isNoted = true;
        findings.add("character-set-undeclared", byteOffset, tag);
      }
      if (!characterSet.canDecode(trimmed(bytes), delimitersOf(vr))) {
        findings.add("character-set-contradicted", byteOffset, tag);
      }
    }
    open.push(...next.itemsInside().reverse());
  }
}

function noteUnknown(dataSet: DataSet, findings: FindingList): void {
  const byteOffset = dataSet.element(SPECIFIC_CHARACTER_SET)?.byteOffset ?? 0;
  findings.add("character-set-unknown", byteOffset, SPECIFIC_CHARACTER_SET);
}

/** Padding of any kind is no text. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}
