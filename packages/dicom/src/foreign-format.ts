import type { ForeignFormat } from "./errors.ts";

const SIGNATURES: ReadonlyArray<readonly [ForeignFormat, readonly number[]]> = [
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["gzip", [0x1f, 0x8b]],
  ["jpeg", [0xff, 0xd8, 0xff]],
  ["png", [0x89, 0x50, 0x4e, 0x47]],
];

/** Names what bytes look like that are no DICOM, from their beginning; undefined when nothing fits. */
export function foreignFormat(start: Uint8Array): ForeignFormat | undefined {
  for (const [format, signature] of SIGNATURES) {
    if (signature.every((byte, index) => start[index] === byte)) return format;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: false }).decode(start.subarray(0, 512));
  const first = text.trimStart();
  if (/^[[{]\s*(["{[\]}\d-]|true|false|null)/.test(first)) return "json";
  if (first.startsWith("<")) return "xml";
  return first.length > 0 && /^[\t\n\r -~]+$/.test(text) ? "text" : undefined;
}
