import { execFile } from "node:child_process";
import { glob, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { describeFile, type FileDescription } from "./describe-file.ts";
import { withFileSource } from "./file-source.ts";
import { KEYWORDS } from "./tags.ts";

/** pydicom and its sample files, in the project's own Python environment. */
const PYTHON = join(import.meta.dirname, "../../../.accession/python");
const TEXTS = join(import.meta.dirname, "../../testing/src/dicom/pydicom_texts.py");

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
  // A stray byte before the first element; pydicom reads nothing of it either.
  "no_meta.dcm": "not-dicom",
  "zipMR.gz": "gzip",
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
};

const described = new Map<string, FileDescription>();

beforeAll(async () => {
  const data = "{lib/python*,Lib}/site-packages/pydicom/data/{test_files,charset_files}/**/*";
  for await (const name of glob(data, { cwd: PYTHON })) {
    const path = join(PYTHON, name);
    if (!/\.dcm$|\.gz$|DICOMDIR|^\d+$/.test(basename(path)) || !(await stat(path)).isFile()) continue;
    described.set(path, await withFileSource(path, describeFile));
  }
});

describe("pydicom's sample files", () => {
  it("are accepted, but for those that are no instances", () => {
    expect(described.size).toBeGreaterThan(100);
    const refused = [...described].filter(([, { accepted }]) => !accepted);
    const reasons = refused.map(([path, { reason }]) => [basename(path), reason?.code]);
    expect(Object.fromEntries(reasons)).toEqual(REFUSED);
  });

  it("have the same texts as pydicom reads, attribute by attribute", async () => {
    const paths = [...described.keys()].filter((path) => !path.endsWith(".gz"));
    const { stdout } = await promisify(execFile)(
      join(PYTHON, process.platform === "win32" ? "Scripts/python.exe" : "bin/python"),
      [TEXTS, KEYWORDS.join(","), ...paths],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const theirs = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { file: string; texts?: Record<string, string>; error?: string });
    expect(theirs.flatMap(({ file, error }) => (error === undefined ? [] : [basename(file)]))).toEqual([]);
    for (const { file, texts } of theirs) expect(described.get(file)?.attributes, file).toEqual(texts);
  });
});
