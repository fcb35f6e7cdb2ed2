import { expect } from "vitest";
import { isDicomError } from "../assess-instance.ts";
import { bufferSource } from "../byte-source.ts";
import { toDicomJson } from "../dicom-json.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { type Header, readHeader } from "../read-header.ts";

/** How many inputs two tests read together; `ACCESSION_FUZZ=1000000` reads more, `ACCESSION_FUZZ_SEED=2` others. */
const INPUTS = Number(process.env["ACCESSION_FUZZ"] ?? 100_000);
export const INPUTS_PER_TEST = Math.ceil(INPUTS / 2);
export const SEED = Number(process.env["ACCESSION_FUZZ_SEED"] ?? 1);
/** Milliseconds that no input may take. */
const LONGEST = 1_000;

/** Reads what `make` makes, and answers what came of it: `read`, or the code of an error. Any other error is thrown. */
export async function readAll(make: (input: number) => Uint8Array): Promise<readonly string[]> {
  const codes = new Set<string>();
  const slow: number[] = [];
  for (let input = 0; input < INPUTS_PER_TEST; input++) {
    const bytes = make(input);
    const begun = performance.now();
    codes.add(await outcome(bytes, input % 2 === 0));
    if (performance.now() - begun > LONGEST) slow.push(input);
  }
  expect(slow).toEqual([]);
  return [...codes];
}

/** Everything that was read is decoded, too. */
async function outcome(bytes: Uint8Array, keepsAll: boolean): Promise<string> {
  let header: Header;
  try {
    header = await readHeader(bufferSource(bytes), { keep: keepsAll ? "all" : "indexed" });
  } catch (error) {
    if (!isDicomError(error)) throw error;
    if (error.byteOffset < 0) throw new Error("an offset before the file", { cause: error });
    return error.code;
  }
  header.dataSet.attributes();
  toDicomJson(header.dataSet);
  if (header.findings.length > DEFAULT_LIMITS.findings + 2) throw new Error("more findings than the limit");
  return "read";
}

/** A file with up to eight places of its first `header` bytes changed, cut off, doubled or filled. */
export function mutated(originals: readonly Uint8Array[], header: number, random: () => number): Uint8Array {
  const any = (below: number) => Math.floor(random() * below);
  let bytes = Uint8Array.from(originals[any(originals.length)] ?? []);
  for (let changes = 1 + any(8); changes > 0; changes--) {
    const at = any(Math.min(bytes.length, header));
    const kind = any(6);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + 1 + any(8));
    else if (kind === 2) bytes.copyWithin(at, any(bytes.length), any(bytes.length));
    else bytes[at] = any(256);
  }
  return bytes;
}
