import { type DataSetContent, encodeDataSet, type Writing } from "./encode-element.ts";

export const EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
export const IMPLICIT_LITTLE = "1.2.840.10008.1.2";

const UID = 0x00080018;
const CLASS = 0x00080016;

/** Writes a file of PS3.10 section 7: preamble, prefix, file meta information, data set. */
export function writeFile(
  content: DataSetContent,
  options: { readonly writing?: Writing; readonly encodeText?: (text: string) => Uint8Array } = {},
): Uint8Array {
  const writing = options.writing ?? "explicit";
  const dataSet = encodeDataSet(content, writing, options.encodeText);
  const meta = fileMeta(content, writing === "explicit" ? EXPLICIT_LITTLE : IMPLICIT_LITTLE);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM", "latin1"), meta, dataSet]);
}

/** Group 0002, explicit little endian whatever follows. */
export function fileMeta(content: DataSetContent, transferSyntaxUid: string): Uint8Array {
  const rest = encodeDataSet(
    new Map([
      [0x00020001, ["OB", Uint8Array.of(0, 1)]],
      [0x00020002, content.get(CLASS) ?? ["UI", ""]],
      [0x00020003, content.get(UID) ?? ["UI", ""]],
      [0x00020010, ["UI", transferSyntaxUid]],
      [0x00020012, ["UI", "2.25.219474318265137364950221053463"]],
      [0x00020013, ["SH", "ACCESSION_TEST"]],
    ]),
    "explicit",
  );
  const length = encodeDataSet(new Map([[0x00020000, ["UL", [rest.length]]]]), "explicit");
  return Buffer.concat([length, rest]);
}
