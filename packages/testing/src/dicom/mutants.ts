import { deflateRawSync } from "node:zlib";
import { type DataSetContent, encodeDataSet, encodeElement } from "./encode-element.ts";
import { EXPLICIT_LITTLE, fileMeta, IMPLICIT_LITTLE, writeFile } from "./write-file.ts";

/** A file that is broken, odd, or no DICOM at all, and what must come of it. */
export interface Mutant {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The refusal's code, or undefined when the file must be accepted all the same. */
  readonly refusal: string | undefined;
}

const DEFLATED = "1.2.840.10008.1.2.1.99";
const MEGABYTE = 1024 * 1024;

const SMALL: DataSetContent = new Map([
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
  return [
    { name: "empty", bytes: new Uint8Array(0), refusal: "empty" },
    { name: "PDF", bytes: Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1"), refusal: "pdf" },
    { name: "ZIP", bytes: Buffer.from("PK\x03\x04\x14\0\0\0", "latin1"), refusal: "zip" },
    { name: "JSON", bytes: Buffer.from('{"00100010": {"vr": "PN"}}'), refusal: "json" },
    { name: "XML", bytes: Buffer.from("<?xml version='1.0'?><a/>"), refusal: "xml" },
    { name: "text", bytes: Buffer.from("Dear radiologist,\n"), refusal: "text" },
    { name: "other bytes", bytes: Buffer.from("f3a1009b77ee01ff42".repeat(40), "hex"), refusal: "not-dicom" },
    { name: "a preamble and nothing else", bytes: whole.subarray(0, 132), refusal: "missing-sop-class-uid" },
    { name: "no preamble", bytes: whole.subarray(128), refusal: undefined },
    { name: "meta information at the start", bytes: whole.subarray(132), refusal: undefined },
    { name: "no meta information", bytes: dataSet, refusal: undefined },
    { name: "implicit without meta information", bytes: implicit, refusal: undefined },
    { name: "a PDF in the preamble", bytes: inPreamble(whole, "%PDF-1.7\n"), refusal: undefined },
    { name: "explicit declared as implicit", bytes: withMeta(IMPLICIT_LITTLE, dataSet), refusal: undefined },
    { name: "implicit declared as explicit", bytes: withMeta(EXPLICIT_LITTLE, implicit), refusal: undefined },
    { name: "no transfer syntax", bytes: withMeta("", dataSet), refusal: undefined },
    { name: "deflated", bytes: withMeta(DEFLATED, deflateRawSync(dataSet)), refusal: undefined },
    {
      name: "deflated, broken",
      bytes: withMeta(DEFLATED, Buffer.from("ffffffffffff", "hex")),
      refusal: "damaged",
    },
    { name: "a deflate bomb in the pixels", bytes: bomb(0x7fe00010), refusal: undefined },
    { name: "a deflate bomb before the pixels", bytes: bomb(0x00291010), refusal: "too-large" },
    { name: "truncated in the header", bytes: whole.subarray(0, whole.length - 60), refusal: "truncated" },
    { name: "truncated in the pixels", bytes: whole.subarray(0, whole.length - 3), refusal: "truncated" },
    { name: "implicit, truncated in the pixels", bytes: implicit.subarray(0, -3), refusal: "truncated" },
    { name: "a length beyond the end", bytes: lyingLength(), refusal: "truncated" },
    { name: "sequences nested thousands deep", bytes: nested(20_000), refusal: "too-large" },
    { name: "DICOMDIR", bytes: withClass("1.2.840.10008.1.3.10"), refusal: "dicomdir" },
    { name: "no SOP Class UID", bytes: without(0x00080016), refusal: "missing-sop-class-uid" },
    { name: "no SOP Instance UID", bytes: without(0x00080018), refusal: "missing-sop-instance-uid" },
    { name: "no Study Instance UID", bytes: without(0x0020000d), refusal: "missing-study-instance-uid" },
    { name: "no Series Instance UID", bytes: without(0x0020000e), refusal: "missing-series-instance-uid" },
    { name: "empty SOP Instance UID", bytes: withUid(""), refusal: "missing-sop-instance-uid" },
    { name: "letters in a UID", bytes: withUid("1.2.x"), refusal: "invalid-sop-instance-uid" },
    {
      name: "a UID of 65 characters",
      bytes: withUid(`2.${"1".repeat(63)}`),
      refusal: "invalid-sop-instance-uid",
    },
    { name: "two UIDs in one", bytes: withUid("1.2\\1.3"), refusal: "invalid-sop-instance-uid" },
    { name: "a UID padded with a space", bytes: withUid("1.2.3 "), refusal: undefined },
    { name: "a UID with a leading zero", bytes: withUid("1.2.03"), refusal: undefined },
    {
      name: "trailing padding",
      bytes: Buffer.concat([dataSet.subarray(0, -20), Buffer.alloc(64)]),
      refusal: undefined,
    },
  ];
}

function withMeta(transferSyntaxUid: string, dataSet: Uint8Array): Uint8Array {
  const meta = fileMeta(SMALL, transferSyntaxUid);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM", "latin1"), meta, dataSet]);
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
