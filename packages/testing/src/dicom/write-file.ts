import { deflateRawSync } from "node:zlib";
import { type DataSetContent, encodeDataSet, type Lengths, type Writing } from "./encode-element.ts";

export const EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
export const IMPLICIT_LITTLE = "1.2.840.10008.1.2";
export const EXPLICIT_BIG = "1.2.840.10008.1.2.2";
export const DEFLATED = "1.2.840.10008.1.2.1.99";

const UID = 0x00080018;
const CLASS = 0x00080016;

const SYNTAXES: Readonly<Record<Writing, string>> = {
  explicit: EXPLICIT_LITTLE,
  implicit: IMPLICIT_LITTLE,
  "big-endian": EXPLICIT_BIG,
};

export interface WriteOptions {
  /** Explicit little endian unless given. */
  readonly writing?: Writing;
  /** Deflates the data set (PS3.5 section A.5), which is explicit little endian then. */
  readonly deflated?: boolean;
  readonly lengths?: Lengths;
  /** UTF-8 unless given. */
  readonly encodeText?: (text: string) => Uint8Array;
}

/** Writes a file of PS3.10 section 7: preamble, prefix, file meta information, data set. */
export function writeFile(content: DataSetContent, options: WriteOptions = {}): Uint8Array {
  const deflated = options.deflated ?? false;
  const writing = deflated ? "explicit" : (options.writing ?? "explicit");
  const dataSet = encodeDataSet(content, writing, options.encodeText, options.lengths);
  const syntax = deflated ? DEFLATED : SYNTAXES[writing];
  return withPrefix(fileMeta(content, syntax), deflated ? deflateRawSync(dataSet) : dataSet);
}

/** Preamble and prefix before meta information and data set. */
export function withPrefix(meta: Uint8Array, dataSet: Uint8Array): Uint8Array {
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
