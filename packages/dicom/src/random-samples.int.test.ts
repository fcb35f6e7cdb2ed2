import { readFile } from "node:fs/promises";
import { sampleFiles } from "@accession/testing/dicom/sample-files";
import { seededRandom } from "@accession/testing/dicom/seeded-random";
import { expect, it } from "vitest";
import { INPUTS_PER_TEST, mutated, readAll, SEED } from "./testing/random-inputs.ts";

/** What is looked at of a file: all of most headers, and the first pixels. */
const BYTES = 16 * 1024;
const HEADER = 4 * 1024;

it(`takes ${INPUTS_PER_TEST} mutations of real files without any but its own errors`, {
  timeout: 600_000,
}, async () => {
  const random = seededRandom(SEED);
  const paths = await sampleFiles();
  const originals = await Promise.all(paths.map(async (path) => (await readFile(path)).subarray(0, BYTES)));
  const codes = await readAll(() => mutated(originals, HEADER, random));
  expect(codes).toEqual(expect.arrayContaining(["read", "not-dicom", "damaged"]));
});
