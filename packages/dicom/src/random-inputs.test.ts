import { instanceContent } from "@accession/testing/dicom/instances";
import { mutants } from "@accession/testing/dicom/mutants";
import { seededRandom } from "@accession/testing/dicom/seeded-random";
import { writeFile } from "@accession/testing/dicom/write-file";
import { expect, it } from "vitest";
import { isDicomError } from "./assess-instance.ts";
import { bufferSource } from "./byte-source.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { type Header, readHeader } from "./read-header.ts";

/** `ACCESSION_FUZZ=1000000` reads more; `ACCESSION_FUZZ_SEED` others. */
const INPUTS = Number(process.env["ACCESSION_FUZZ"] ?? 100_000);
const SEED = Number(process.env["ACCESSION_FUZZ_SEED"] ?? 1);
/** Milliseconds that no input may take. */
const LONGEST = 1_000;
const LARGEST = 16 * 1024;

it(`takes ${INPUTS} random inputs without any but its own errors`, { timeout: 600_000 }, async () => {
  const random = seededRandom(SEED);
  const originals = files().filter(({ length }) => length > 0 && length < LARGEST);
  const slow: number[] = [];
  const codes = new Set<string>();
  for (let input = 0; input < INPUTS; input++) {
    const bytes = input % 10 === 0 ? noise(random) : mutated(originals, random);
    const begun = performance.now();
    codes.add(await outcome(bytes, input % 2 === 0));
    if (performance.now() - begun > LONGEST) slow.push(input);
  }
  expect(slow).toEqual([]);
  // The inputs do reach the reader: some are read, and some refused for different reasons.
  expect([...codes]).toEqual(expect.arrayContaining(["read", "not-dicom", "damaged"]));
});

/** `read`, or the code of the error. Everything that was read is decoded, too. */
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
  for (const tag of header.dataSet.tags) header.dataSet.valuesAt(tag);
  expect(header.findings.length).toBeLessThanOrEqual(DEFAULT_LIMITS.findings + 2);
  return "read";
}

function files(): Uint8Array[] {
  const kinds = ["CT", "MR", "multi-frame", "SR"] as const;
  const manners = [
    { writing: "explicit" },
    { writing: "implicit" },
    { writing: "big-endian" },
    { deflated: true },
    { lengths: "undefined" },
  ] as const;
  const written = kinds.flatMap((kind) =>
    manners.map((manner) => writeFile(instanceContent(kind, { seed: 1 }), manner)),
  );
  return [...written, ...mutants().map(({ bytes }) => bytes)];
}

function noise(random: () => number): Uint8Array {
  const bytes = Uint8Array.from({ length: Math.floor(random() * 600) }, () => Math.floor(random() * 256));
  // Half of them get past the first look.
  if (random() < 0.5 && bytes.length > 132) bytes.set(Buffer.from("DICM"), 128);
  return bytes;
}

/** A file with up to eight places changed, cut off, doubled or filled. */
function mutated(originals: readonly Uint8Array[], random: () => number): Uint8Array {
  const any = (below: number) => Math.floor(random() * below);
  let bytes = Uint8Array.from(originals[any(originals.length)] ?? []);
  for (let changes = 1 + any(8); changes > 0; changes--) {
    // The header is where it matters.
    const at = any(Math.min(bytes.length, 1_200));
    const kind = any(6);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + 1 + any(8));
    else if (kind === 2) bytes.copyWithin(at, any(bytes.length), any(bytes.length));
    else bytes[at] = any(256);
  }
  return bytes;
}
