import { deflateRawSync, deflateSync } from "node:zlib";
import { type DataSetContent, encodeDataSet, encodeElement } from "./encode-element.ts";
import { oddElements } from "./odd-elements.ts";
import {
  DEFLATED,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  fileMeta,
  IMPLICIT_LITTLE,
  withPrefix,
  writeFile,
} from "./write-file.ts";

/** A file that is broken, odd, or no DICOM at all, and what must come of it. */
export interface Mutant {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The refusal's code, or undefined when the file must be accepted all the same. */
  readonly refusal: string | undefined;
  /** Codes of the findings, in the order of the file; none unless given. */
  readonly findings?: readonly string[];
}

const MEGABYTE = 1024 * 1024;

/** The data set of a valid small instance. */
export const SMALL: DataSetContent = new Map([
  [0x00080016, ["UI", "1.2.840.10008.5.1.4.1.1.7"]],
  [0x00080018, ["UI", "2.25.1001"]],
  [0x00080060, ["CS", "OT"]],
  [0x00100010, ["PN", "Mutant^Max"]],
  [0x00100020, ["LO", "M-1"]],
  [0x0020000d, ["UI", "2.25.1002"]],
  [0x0020000e, ["UI", "2.25.1003"]],
  [0x00280010, ["US", [2]]],
  [0x00280011, ["US", [2]]],
  [0x7fe00010, ["OW", new Uint8Array(8)]],
]);

/** A whole and valid small instance. */
export function smallInstance(changes: DataSetContent = new Map()): Uint8Array {
  return writeFile(new Map([...SMALL, ...changes]));
}

/** Every kind of file that real senders and hostile ones send, each with its verdict. */
export function mutants(): readonly Mutant[] {
  const whole = smallInstance();
  const dataSet = encodeDataSet(SMALL, "explicit");
  const implicit = encodeDataSet(SMALL, "implicit");
  const big = encodeDataSet(SMALL, "big-endian");
  return [
    ...foreign(whole),
    { name: "no preamble", bytes: whole.subarray(128), refusal: undefined, findings: ["no-preamble"] },
    { name: "meta information at the start", bytes: whole.subarray(132), ...fine("no-preamble") },
    { name: "no meta information", bytes: dataSet, ...fine(...BARE) },
    { name: "implicit without meta information", bytes: implicit, ...fine(...BARE) },
    { name: "big endian without meta information", bytes: big, ...fine(...BARE) },
    {
      name: "prefix without meta information",
      bytes: withPrefix(NOTHING, dataSet),
      ...fine(...BARE.slice(1)),
    },
    { name: "a PDF in the preamble", bytes: inPreamble(whole, "%PDF-1.7\n"), refusal: undefined },
    { name: "explicit declared as implicit", bytes: withMeta(IMPLICIT_LITTLE, dataSet), ...fine(CORRECTED) },
    { name: "implicit declared as explicit", bytes: withMeta(EXPLICIT_LITTLE, implicit), ...fine(CORRECTED) },
    { name: "big endian declared as little", bytes: withMeta(EXPLICIT_LITTLE, big), ...fine(CORRECTED) },
    { name: "plain declared as deflated", bytes: withMeta(DEFLATED, dataSet), ...fine(CORRECTED) },
    { name: "no transfer syntax", bytes: withMeta("", dataSet), ...fine("transfer-syntax-missing") },
    { name: "wrong meta group length", bytes: wrongGroupLength(whole), ...fine("meta-group-length-wrong") },
    { name: "big endian", bytes: withMeta(EXPLICIT_BIG, big), refusal: undefined },
    { name: "GE's private syntax", bytes: withMeta("1.2.840.113619.5.2", implicit), refusal: undefined },
    {
      name: "JPEG, encapsulated",
      bytes: withMeta("1.2.840.10008.1.2.4.50", encapsulated()),
      refusal: undefined,
    },
    { name: "deflated", bytes: withMeta(DEFLATED, deflateRawSync(dataSet)), refusal: undefined },
    { name: "deflated by zlib", bytes: withMeta(DEFLATED, deflateSync(dataSet)), ...fine("zlib-header") },
    {
      name: "deflated, truncated",
      bytes: withMeta(DEFLATED, deflateRawSync(dataSet).subarray(0, -30)),
      refusal: "truncated",
      findings: ["truncated"],
    },
    {
      name: "deflated, broken",
      bytes: withMeta(DEFLATED, Buffer.from("ffffffffffff", "hex")),
      refusal: "damaged",
    },
    { name: "a deflate bomb in the pixels", bytes: bomb(0x7fe00010), refusal: undefined },
    { name: "a deflate bomb before the pixels", bytes: bomb(0x00291010), refusal: "too-large" },
    { name: "truncated in the header", bytes: whole.subarray(0, whole.length - 60), ...truncated },
    { name: "truncated in the pixels", bytes: whole.subarray(0, whole.length - 3), ...truncated },
    {
      name: "implicit, truncated in the pixels",
      bytes: implicit.subarray(0, -3),
      refusal: "truncated",
      findings: [...BARE, "truncated"],
    },
    { name: "a length beyond the end", bytes: lyingLength(), ...truncated },
    { name: "sequences nested thousands deep", bytes: nested(20_000), refusal: "too-large" },
    ...identities(),
    ...oddElements().map(({ name, dataSet: odd, findings, refusal }) => ({
      ...{ name, findings, refusal },
      bytes: withMeta(EXPLICIT_LITTLE, odd),
    })),
    {
      name: "trailing padding",
      bytes: Buffer.concat([dataSet.subarray(0, -20), Buffer.alloc(64)]),
      ...fine(...BARE, "trailing-bytes"),
    },
  ];
}

const NOTHING = new Uint8Array(0);
const BARE = ["no-preamble", "no-meta", "transfer-syntax-missing"];
const CORRECTED = "transfer-syntax-corrected";
const truncated = { refusal: "truncated", findings: ["truncated"] };

function fine(...findings: string[]): { refusal: undefined; findings: string[] } {
  return { refusal: undefined, findings };
}

/** No DICOM at all, or nothing of an instance. */
function foreign(whole: Uint8Array): Mutant[] {
  return [
    { name: "empty", bytes: NOTHING, refusal: "empty" },
    { name: "PDF", bytes: Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1"), refusal: "pdf" },
    { name: "ZIP", bytes: Buffer.from("PK\x03\x04\x14\0\0\0", "latin1"), refusal: "zip" },
    { name: "JSON", bytes: Buffer.from('{"00100010": {"vr": "PN"}}'), refusal: "json" },
    { name: "XML", bytes: Buffer.from("<?xml version='1.0'?><a/>"), refusal: "xml" },
    { name: "text", bytes: Buffer.from("Dear radiologist,\n"), refusal: "text" },
    { name: "other bytes", bytes: Buffer.from("f3a1009b77ee01ff42".repeat(40), "hex"), refusal: "not-dicom" },
    {
      name: "a preamble and nothing else",
      bytes: whole.subarray(0, 132),
      refusal: "missing-sop-class-uid",
      findings: ["no-meta", "transfer-syntax-missing"],
    },
  ];
}

/** Files that do not say which instance they are, or say it badly. */
function identities(): Mutant[] {
  const invalid = { refusal: "invalid-sop-instance-uid", findings: ["invalid-uid"] };
  return [
    { name: "DICOMDIR", bytes: withClass("1.2.840.10008.1.3.10"), refusal: "dicomdir" },
    { name: "no SOP Class UID", bytes: without(0x00080016), refusal: "missing-sop-class-uid" },
    { name: "no SOP Instance UID", bytes: without(0x00080018), refusal: "missing-sop-instance-uid" },
    { name: "no Study Instance UID", bytes: without(0x0020000d), refusal: "missing-study-instance-uid" },
    { name: "no Series Instance UID", bytes: without(0x0020000e), refusal: "missing-series-instance-uid" },
    { name: "empty SOP Instance UID", bytes: withUid(""), refusal: "missing-sop-instance-uid" },
    { name: "letters in a UID", bytes: withUid("1.2.x"), ...invalid },
    { name: "a UID of 65 characters", bytes: withUid(`2.${"1".repeat(63)}`), ...invalid },
    { name: "two UIDs in one", bytes: withUid("1.2\\1.3"), refusal: "invalid-sop-instance-uid" },
    { name: "a UID padded with a space", bytes: withUid("1.2.3 "), refusal: undefined },
    { name: "a UID with a leading zero", bytes: withUid("1.2.03"), refusal: undefined },
  ];
}

function withMeta(transferSyntaxUid: string, dataSet: Uint8Array): Uint8Array {
  return withPrefix(fileMeta(SMALL, transferSyntaxUid), dataSet);
}

/** The group length is the first element after the prefix; its value begins 8 bytes on. */
function wrongGroupLength(file: Uint8Array): Uint8Array {
  const bytes = Buffer.from(file);
  bytes.writeUInt32LE(17, 132 + 8);
  return bytes;
}

/** Pixels in fragments: a table of offsets, and one image. */
function encapsulated(): Uint8Array {
  const before = new Map([...SMALL].filter(([tag]) => tag < 0x7fe00010));
  return Buffer.concat([
    encodeDataSet(before, "explicit"),
    encodeElement(0x7fe00010, "OB", NOTHING, "explicit", 0xffffffff),
    encodeElement(0xfffee000, "", NOTHING, "explicit"),
    encodeElement(0xfffee000, "", Buffer.from("ffd8ffd9", "hex"), "explicit"),
    encodeElement(0xfffee0dd, "", NOTHING, "explicit"),
  ]);
}

function withClass(uid: string): Uint8Array {
  return smallInstance(new Map([[0x00080016, ["UI", uid]]]));
}

function withUid(uid: string): Uint8Array {
  return smallInstance(new Map([[0x00080018, ["UI", uid]]]));
}

function without(tag: number): Uint8Array {
  return writeFile(new Map([...SMALL].filter(([present]) => present !== tag)));
}

function inPreamble(file: Uint8Array, text: string): Uint8Array {
  const bytes = Buffer.from(file);
  bytes.write(text, 0, "latin1");
  return bytes;
}

/** A kilobyte or so that inflates to 64 MB. */
function bomb(tag: number): Uint8Array {
  const before = new Map([...SMALL].filter(([present]) => present < tag));
  const big = encodeElement(tag, "OB", new Uint8Array(64 * MEGABYTE), "explicit");
  return withMeta(DEFLATED, deflateRawSync(Buffer.concat([encodeDataSet(before, "explicit"), big])));
}

function lyingLength(): Uint8Array {
  const before = new Map([...SMALL].filter(([tag]) => tag < 0x7fe00010));
  const lie = encodeElement(0x00324000, "LT", Buffer.from("short"), "implicit", 0x7fffffff);
  return withMeta(IMPLICIT_LITTLE, Buffer.concat([encodeDataSet(before, "implicit"), lie]));
}

function nested(depth: number): Uint8Array {
  const before = new Map([...SMALL].filter(([tag]) => tag < 0x00280000));
  const undefinedLength = 0xffffffff;
  const level = Buffer.concat([
    encodeElement(0x00400275, "SQ", new Uint8Array(0), "explicit", undefinedLength),
    encodeElement(0xfffee000, "", new Uint8Array(0), "implicit", undefinedLength),
  ]);
  const open = Buffer.alloc(level.length * depth, level);
  const close = Buffer.concat([
    encodeElement(0xfffee00d, "", new Uint8Array(0), "implicit"),
    encodeElement(0xfffee0dd, "", new Uint8Array(0), "implicit"),
  ]);
  const tail = Buffer.alloc(close.length * depth, close);
  return withMeta(EXPLICIT_LITTLE, Buffer.concat([encodeDataSet(before, "explicit"), open, tail]));
}
