import { instanceContent } from "@accession/testing/dicom/instances";
import { mutants } from "@accession/testing/dicom/mutants";
import { seededRandom } from "@accession/testing/dicom/seeded-random";
import { writeFile } from "@accession/testing/dicom/write-file";
import { expect, it } from "vitest";
import { INPUTS_PER_TEST, mutated, readAll, SEED } from "./testing/random-inputs.ts";

const LARGEST = 16 * 1024;
/** The header is where it matters. */
const HEADER = 1_200;

it(`takes ${INPUTS_PER_TEST} random inputs without any but its own errors`, {
  timeout: 600_000,
}, async () => {
  const random = seededRandom(SEED);
  const originals = files().filter(({ length }) => length > 0 && length < LARGEST);
  const codes = await readAll((input) =>
    input % 10 === 0 ? noise(random) : mutated(originals, HEADER, random),
  );
  // The inputs do reach the reader: some are read, and some refused for different reasons.
  expect(codes).toEqual(expect.arrayContaining(["read", "not-dicom", "damaged"]));
});

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
