import { deflateRawSync } from "node:zlib";
import { encodeDataSet, encodeElement } from "@accession/testing/dicom/encode-element";
import { instanceContent } from "@accession/testing/dicom/instances";
import { SMALL, smallInstance } from "@accession/testing/dicom/mutants";
import { DEFLATED, fileMeta, withPrefix, writeFile } from "@accession/testing/dicom/write-file";
import { describe, expect, it } from "vitest";
import { type ByteSource, bufferSource } from "./byte-source.ts";
import type { DicomError, LimitCode } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import { readHeader } from "./read-header.ts";

const CASES: ReadonlyArray<readonly [LimitCode, Partial<ReadLimits>, Uint8Array]> = [
  ["limit-requests", { requests: 3, firstReadBytes: 16, largestReadBytes: 16 }, smallInstance()],
  ["limit-total-bytes", { totalBytes: 400, firstReadBytes: 100, largestReadBytes: 100 }, smallInstance()],
  ["limit-value-bytes", { valueBytes: 8 }, smallInstance()],
  ["limit-held-bytes", { heldBytes: 100, firstReadBytes: 64, largestReadBytes: 64 }, smallInstance()],
  ["limit-elements", { elements: 10 }, smallInstance()],
  ["limit-nested-elements", { nestedElements: 3 }, report("undefined")],
  ["limit-nesting", { nesting: 1 }, report("undefined")],
  ["limit-inflated-bytes", { inflatedBytes: 100 }, writeFile(SMALL, { deflated: true })],
  ["limit-inflate-ratio", { inflatedBytes: 1e9 }, zeros(8 * 1024 * 1024)],
];

describe("each limit has a code of its own", () => {
  it.each(CASES)("%s", async (code, limits, bytes) => {
    await expect(readHeader(bufferSource(bytes), { limits })).rejects.toMatchObject({
      code,
      name: "DicomError",
      byteOffset: expect.any(Number),
    });
    // Zeros are out of proportion by the default, too; everything else is read.
    const byDefault = await readHeader(bufferSource(bytes)).catch((error: DicomError) => error.code);
    expect(typeof byDefault === "string" ? byDefault : "read").toBe(
      code === "limit-inflate-ratio" ? code : "read",
    );
  });

  it("limit-time, which waiting for the source does not use up", async () => {
    let now = 0;
    const bytes = smallInstance();
    const source = (wait: () => Promise<void>): ByteSource => ({
      size: bytes.length,
      async read(offset, length) {
        await wait();
        return bytes.subarray(offset, offset + length);
      },
    });
    const slow = source(async () => {
      await Promise.resolve();
      now += 60_000;
    });
    const limits = { firstReadBytes: 100, largestReadBytes: 100, milliseconds: 1_000 };
    const header = await readHeader(slow, { limits, clock: () => now });
    expect(header.dataSet.text("PatientID")).toBe("M-1");

    // Each look at the clock finds that a second went by.
    const clock = () => (now += 1_000);
    await expect(readHeader(bufferSource(bytes), { limits, clock })).rejects.toMatchObject({
      code: "limit-time",
    });
  });

  it("no error: findings beyond a number are not listed", async () => {
    const odd = Array.from({ length: 50 }, (_, index) =>
      encodeElement(0x00091001 + index, "LO", Buffer.from("odd"), "explicit"),
    );
    const bytes = Buffer.concat([encodeDataSet(new Map([...SMALL].slice(0, 2)), "explicit"), ...odd]);
    const { findings } = await readHeader(bufferSource(bytes), { limits: { findings: 10 } });
    expect(findings).toHaveLength(11);
    expect(findings.at(-1)?.code).toBe("more-findings");
  });

  it("no error: a long value that is not indexed stays in the file, with its range", async () => {
    const bytes = smallInstance(new Map([[0x00091010, ["OB", new Uint8Array(300_000)]]]));
    const { dataSet } = await readHeader(bufferSource(bytes), { keep: "all" });
    const element = dataSet.element(0x00091010);
    expect(element).toMatchObject({ vr: "OB", byteLength: 300_000, bytes: undefined });
  });
});

function report(lengths: "defined" | "undefined"): Uint8Array {
  return writeFile(instanceContent("SR", { seed: 1 }), { lengths });
}

function zeros(length: number): Uint8Array {
  const before = encodeDataSet(new Map([...SMALL].filter(([tag]) => tag < 0x00290000)), "explicit");
  const big = encodeElement(0x00291010, "OB", new Uint8Array(length), "explicit");
  return withPrefix(fileMeta(SMALL, DEFLATED), deflateRawSync(Buffer.concat([before, big])));
}
