import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { pydicomLines, sampleFiles } from "@accession/testing/dicom/sample-files";
import { beforeAll, describe, expect, it } from "vitest";
import { describeFile, type FileDescription } from "./describe-file.ts";
import { dictionarySource } from "./dictionary/write-dictionary.ts";
import { withFileSource } from "./file-source.ts";
import { KEYWORDS } from "./tags.ts";

/** The sample files that are no storable instances, and why. Every other one is accepted. */
const REFUSED: Readonly<Record<string, string>> = {
  DICOMDIR: "dicomdir",
  "DICOMDIR-bigEnd": "dicomdir",
  "DICOMDIR-empty.dcm": "dicomdir",
  "DICOMDIR-implicit": "dicomdir",
  "DICOMDIR-nooffset": "dicomdir",
  "DICOMDIR-nopatient": "dicomdir",
  "DICOMDIR-reordered": "dicomdir",
  // Their pixels, or a sequence, announce more bytes than there are.
  "MR_truncated.dcm": "truncated",
  "rtplan_truncated.dcm": "truncated",
  // A stray byte before the first element; pydicom reads one element of nonsense of it, and no attribute.
  "no_meta.dcm": "not-dicom",
  // Fragments that show one feature of the encoding, without the UIDs of an instance.
  "UN_sequence.dcm": "missing-sop-class-uid",
  "chrSQEncoding.dcm": "missing-sop-class-uid",
  "chrSQEncoding1.dcm": "missing-sop-class-uid",
  "empty_charset_LEI.dcm": "missing-sop-class-uid",
  "meta_missing_tsyntax.dcm": "missing-sop-class-uid",
  "nested_priv_SQ.dcm": "missing-sop-class-uid",
  "no_meta_group_length.dcm": "missing-sop-class-uid",
  "priv_SQ.dcm": "missing-sop-class-uid",
  "JPEGLSNearLossless_08.dcm": "missing-study-instance-uid",
  "JPEGLSNearLossless_16.dcm": "missing-study-instance-uid",
  "SC_rgb_jls_lossy_line.dcm": "missing-study-instance-uid",
  "SC_rgb_jls_lossy_sample.dcm": "missing-study-instance-uid",
  // Its UIDs were made anonymous by hashes.
  "bad_sequence.dcm": "invalid-sop-instance-uid",
  // Colour palettes belong to no study.
  "fall.dcm": "missing-study-instance-uid",
  "hotiron.dcm": "missing-study-instance-uid",
  "hotmetalblue.dcm": "missing-study-instance-uid",
  "pet.dcm": "missing-study-instance-uid",
  "pet20step.dcm": "missing-study-instance-uid",
  "spring.dcm": "missing-study-instance-uid",
  "summer.dcm": "missing-study-instance-uid",
  "winter.dcm": "missing-study-instance-uid",
};

const described = new Map<string, FileDescription>();

beforeAll(async () => {
  for (const path of await sampleFiles()) described.set(path, await withFileSource(path, describeFile));
});

describe("the sample files of pydicom and pydicom-data", () => {
  it("are accepted, but for those that are no instances", () => {
    expect(described.size).toBe(260);
    const refused = [...described].filter(([, { accepted }]) => !accepted);
    const reasons = refused.map(([path, { reason }]) => [basename(path), reason?.code]);
    expect(Object.fromEntries(reasons)).toEqual(REFUSED);
  });

  it("have the same texts as pydicom reads, attribute by attribute", async () => {
    const lines = await pydicomLines("pydicom_texts.py", [KEYWORDS.join(","), ...described.keys()]);
    const theirs = lines as Array<{ file: string; texts?: Record<string, string>; error?: string }>;
    expect(theirs.flatMap(({ file, error }) => (error === undefined ? [] : [basename(file)]))).toEqual([]);
    for (const { file, texts } of theirs) expect(described.get(file)?.attributes, file).toEqual(texts);
  });

  it("come with the dictionary that ours is written from", async () => {
    const committed = await readFile(new URL("dictionary/dictionary.ts", import.meta.url), "utf8");
    expect(committed).toBe(await dictionarySource());
  });
});
