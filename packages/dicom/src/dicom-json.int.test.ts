import { basename } from "node:path";
import { pydicomLines, sampleFiles } from "@accession/testing/dicom/sample-files";
import { beforeAll, describe, expect, it } from "vitest";
import { type DicomJson, type JsonAttribute, toDicomJson } from "./dicom-json.ts";
import { withFileSource } from "./file-source.ts";
import { readHeader } from "./read-header.ts";

/** Where ours differs from pydicom's, file by file: `file tag`, and why. All else is equal. */
const DIFFERENCES: ReadonlySet<string> = new Set([
  // Words of big endian files: the model wants them in little endian (PS3.18 section F.2.7), pydicom leaves them.
  ...lookUpTables("OBXXXX1A_expb.dcm", ["00281201", "00281202", "00281203"]),
  ...lookUpTables("OBXXXX1A_expb_2frame.dcm", ["00281201", "00281202", "00281203"]),
  ...lookUpTables("gdcm-US-ALOKA-16_big.dcm", ["00281221", "00281222", "00281223"]),
  // pydicom was told to leave out what it finds invalid: hashes in the place of UIDs,
  ...["00080018", "0020000D", "0020000E", "00200010"].map((tag) => `bad_sequence.dcm ${tag}`),
  // a letter in a number,
  "badVR.dcm 00280008",
  // and a whole sequence for one UID with a leading zero.
  "badVR.dcm 300C0002",
  "rtdose.dcm 300C0002",
  "rtdose_1frame.dcm 300C0002",
  "rtdose_expb.dcm 300C0002",
  "rtdose_expb_1frame.dcm 300C0002",
  "rtdose_rle.dcm 300C0002",
  "rtdose_rle_1frame.dcm 300C0002",
  // Cut off within a sequence of implicit elements, which nothing but the full dictionary tells to be one.
  "rtplan_truncated.dcm 300A00B0",
]);

function lookUpTables(file: string, tags: readonly string[]): string[] {
  return tags.map((tag) => `${file} ${tag}`);
}

interface Compared {
  readonly file: string;
  readonly ours: DicomJson;
  readonly theirs: DicomJson;
}

const compared: Compared[] = [];

beforeAll(async () => {
  const files = (await sampleFiles()).filter((file) => basename(file) !== "no_meta.dcm");
  const lines = (await pydicomLines("pydicom_json.py", files)) as Array<{ file: string; json: DicomJson }>;
  for (const { file, json } of lines) {
    const header = await withFileSource(file, (source) => readHeader(source, { keep: "all" }));
    const ours = toDicomJson(header.dataSet, { inlineBytes: Number.POSITIVE_INFINITY });
    compared.push({ file: basename(file), ours, theirs: json });
  }
});

describe("the DICOM JSON model of the sample files", () => {
  it("is what pydicom makes of them, but for the differences listed", () => {
    expect(compared).toHaveLength(259);
    const differing = compared.flatMap(({ file, ours, theirs }) =>
      differences(ours, theirs).map((tag) => `${file} ${tag}`),
    );
    expect(new Set(differing)).toEqual(DIFFERENCES);
  });
});

/** Tags, with those of the sequences around them, at which two data sets differ. */
function differences(ours: DicomJson, theirs: DicomJson): string[] {
  const tags = new Set([...Object.keys(ours), ...Object.keys(theirs)].filter((tag) => !tag.endsWith("0000")));
  return [...tags].flatMap((tag) => differenceAt(tag, ours[tag], theirs[tag]));
}

function differenceAt(
  tag: string,
  ours: JsonAttribute | undefined,
  theirs: JsonAttribute | undefined,
): string[] {
  // Ours is UTF-8 by then, and says so.
  if (tag === "00080005" && ours !== undefined && theirs !== undefined) return [];
  if (ours === undefined || theirs === undefined) return [tag];
  // Implicit elements that our dictionary does not have; bulk data.
  if (ours.vr === "UN" && theirs.vr !== "UN") return [];
  if (ours.BulkDataURI !== undefined) return [];
  if (ours.vr === "SQ" && theirs.vr === "SQ") return itemDifferences(tag, ours, theirs);
  return JSON.stringify(comparable(ours)) === JSON.stringify(comparable(theirs)) ? [] : [tag];
}

function itemDifferences(tag: string, ours: JsonAttribute, theirs: JsonAttribute): string[] {
  const [mine = [], other = []] = [ours.Value, theirs.Value] as ReadonlyArray<
    readonly DicomJson[] | undefined
  >;
  if (mine.length !== other.length) return [tag];
  return mine.flatMap((item, index) =>
    differences(item, other[index] ?? {}).map((inner) => `${tag}.${inner}`),
  );
}

/** pydicom writes empty values as such, and leaves the padding between values of one attribute. */
function comparable({ vr, Value, InlineBinary }: JsonAttribute): unknown {
  const values = (Value ?? []).map((value) => (typeof value === "string" ? value.trim() || null : value));
  return [vr, values, InlineBinary ?? ""];
}
