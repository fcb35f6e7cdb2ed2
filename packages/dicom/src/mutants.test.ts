import { mutants, smallInstance } from "@accession/testing/dicom/mutants";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDicomError } from "./assess-instance.ts";
import { bufferSource } from "./byte-source.ts";
import { describeFile } from "./describe-file.ts";
import { inspectInstance } from "./inspect-instance.ts";
import { readHeader } from "./read-header.ts";

/** An input may take no longer than this, also on a busy machine. */
const LONGEST = 1_000;

describe("files that are odd, broken, or no DICOM", () => {
  it.each(mutants().map((mutant) => [mutant.name, mutant] as const))("%s", async (_name, mutant) => {
    const begun = performance.now();
    const inspection = await inspectInstance(bufferSource(mutant.bytes));
    expect(performance.now() - begun).toBeLessThan(LONGEST);
    expect(inspection.accepted ? undefined : inspection.reason.code).toBe(mutant.refusal);
    const codes = (inspection.header?.findings ?? []).map(({ code }) => code);
    expect(codes).toEqual(mutant.findings ?? []);
    for (const { byteOffset } of inspection.header?.findings ?? []) {
      expect(byteOffset).toBeGreaterThanOrEqual(0);
      expect(byteOffset).toBeLessThanOrEqual(mutant.bytes.length);
    }
  });

  it("accepts a truncated file only where an element ends after the last of the UIDs", async () => {
    const whole = smallInstance();
    const accepted: number[] = [];
    for (let length = 0; length < whole.length; length++) {
      const description = await describeFile(bufferSource(whole.subarray(0, length)));
      if (description.accepted) accepted.push(whole.length - length);
    }
    // Without the pixels, without Columns, without Rows: nothing in such a file says that there was more.
    expect(accepted).toEqual([40, 30, 20]);
  });

  it("never throws anything but its own errors", async () => {
    const whole = smallInstance();
    const mutation = fc.record({
      at: fc.integer({ min: 0, max: whole.length - 1 }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const { at, bytes: change } of changes) bytes.set(change.slice(0, bytes.length - at), at);
        await expect(readHeader(bufferSource(bytes)).catch(onlyOwn)).resolves.toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws anything but its own errors for random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await expect(readHeader(bufferSource(bytes)).catch(onlyOwn)).resolves.toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

function onlyOwn(error: unknown): unknown {
  if (!isDicomError(error)) throw error;
  return error.code;
}
