import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeElement } from "@accession/testing/dicom/encode-element";
import { instanceContent } from "@accession/testing/dicom/instances";
import { writeFile as dicomFile } from "@accession/testing/dicom/write-file";
import { expect, it } from "vitest";
import { withFileSource } from "./file-source.ts";
import { readHeader } from "./read-header.ts";

const GIGABYTE = 1024 ** 3;
const KILOBYTE = 1024;

it("reads a multi-frame file of a gigabyte with at most 128 KB", async () => {
  const folder = await mkdtemp(join(tmpdir(), "accession-large-"));
  try {
    const path = join(folder, "large.dcm");
    const content = new Map(
      [...instanceContent("multi-frame", { seed: 1 })].filter(([tag]) => tag < 0x7fe00010),
    );
    const head = encodeElement(0x7fe00010, "OW", new Uint8Array(0), "explicit", GIGABYTE);
    const header = Buffer.concat([dicomFile(content), head]);
    const file = await open(path, "w");
    await file.write(header);
    // Sparse: the pixels take no room on the disk.
    await file.truncate(header.length + GIGABYTE);
    await file.close();
    const read = await withFileSource(path, (source) => readHeader(source));
    expect(read.findings).toEqual([]);
    expect(read.dataSet.integer("NumberOfFrames")).toBe(4);
    expect(read.bytesRead).toBeLessThanOrEqual(128 * KILOBYTE);
    expect(read.requests).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("skips a value of more than two gigabytes", async () => {
  const skipped = Buffer.alloc(12);
  skipped.writeUInt32LE(0x10010009, 0);
  skipped.write("OB", 4, "latin1");
  skipped.writeUInt32LE(0xf0000000, 8);
  const start = Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), skipped]);
  const name = encodeElement(0x00100010, "PN", Buffer.from("Last^One"), "explicit");
  const nameAt = start.length + 0xf0000000;
  const size = nameAt + name.length;
  const read = (offset: number, length: number) => {
    const bytes = new Uint8Array(Math.min(length, size - offset));
    if (offset === 0) bytes.set(start);
    if (offset === nameAt) bytes.set(name);
    return bytes;
  };
  const header = await readHeader({ size, read });
  expect(header.dataSet.text("PatientName")).toBe("Last^One");
  expect(header.bytesRead).toBeLessThanOrEqual(128 * KILOBYTE);
});
