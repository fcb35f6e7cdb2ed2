import { glob } from "node:fs/promises";
import { join, relative } from "node:path";
import type { FileToUpload } from "@accession/cli/client/upload-files";
import { PYTHON_ENVIRONMENT } from "../set-up/paths.ts";

/**
 * Every `.dcm` file that the Python package pydicom brings along: real files of many makers and encodings, and some
 * that are broken on purpose.
 */
export async function sampleFiles(): Promise<FileToUpload[]> {
  const folder = "{lib/python*,Lib}/site-packages/pydicom/data";
  const files: FileToUpload[] = [];
  for await (const name of glob(`${folder}/**/*.dcm`, { cwd: PYTHON_ENVIRONMENT })) {
    const path = join(PYTHON_ENVIRONMENT, name);
    const within = relative(join(PYTHON_ENVIRONMENT, name.split("/data/")[0] ?? ""), path);
    files.push({ path, name: `pydicom/${within.replace(/^data\//, "")}` });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The sample files that are no storable instances, by their reason. Every other one is stored, or meets its twin. */
export const REJECTED_SAMPLES: Readonly<Record<string, readonly string[]>> = {
  dicomdir: ["DICOMDIR-empty"],
  // A stray byte before the first element.
  "not-dicom": ["no_meta"],
  // They announce more bytes than there are.
  truncated: ["MR_truncated", "rtplan_truncated"],
  // Fragments that show one feature of the encoding.
  "missing-sop-class-uid": [
    "UN_sequence",
    "chrSQEncoding",
    "chrSQEncoding1",
    "empty_charset_LEI",
    "meta_missing_tsyntax",
    "nested_priv_SQ",
    "no_meta_group_length",
    "priv_SQ",
  ],
  // Colour palettes, which belong to no study, and fragments.
  "missing-study-instance-uid": [
    "JPEGLSNearLossless_08",
    "JPEGLSNearLossless_16",
    "SC_rgb_jls_lossy_line",
    "SC_rgb_jls_lossy_sample",
    "fall",
    "hotiron",
    "hotmetalblue",
    "pet",
    "pet20step",
    "spring",
    "summer",
    "winter",
  ],
};
