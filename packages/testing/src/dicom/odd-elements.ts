import { type DataSetContent, encodeDataSet, encodeElement } from "./encode-element.ts";

/** A data set, explicit little endian, with one odd thing before its Study Instance UID. */
export interface OddDataSet {
  readonly name: string;
  readonly dataSet: Uint8Array;
  readonly refusal: string | undefined;
  readonly findings: readonly string[];
}

const UNDEFINED_LENGTH = 0xffffffff;
const NOTHING = new Uint8Array(0);

const FIRST: DataSetContent = new Map([
  [0x00080016, ["UI", "1.2.840.10008.5.1.4.1.1.7"]],
  [0x00080018, ["UI", "2.25.1001"]],
  [0x00080060, ["CS", "OT"]],
]);
const LAST: DataSetContent = new Map([
  [0x0020000d, ["UI", "2.25.1002"]],
  [0x0020000e, ["UI", "2.25.1003"]],
]);

/** Elements as senders write them that the standard does not foresee, or that few readers know. */
export function oddElements(): readonly OddDataSet[] {
  const text = Buffer.from("odd", "latin1");
  const patientId = encodeElement(0x00100020, "LO", Buffer.from("M-1 "), "explicit");
  return [
    odd("an odd length", encodeElement(0x00100020, "LO", text, "explicit"), ["odd-length"]),
    odd("an unknown representation", encodeElement(0x00091001, "ZZ", Buffer.from("zz"), "explicit"), [
      "unknown-vr",
    ]),
    odd("an implicit element among explicit ones", encodeElement(0x00100020, "", text4(), "implicit"), [
      "implicit-element",
    ]),
    odd("the same tag twice", Buffer.concat([patientId, patientId]), ["duplicate-tag"]),
    odd(
      "tags out of order",
      Buffer.concat([patientId, encodeElement(0x00100010, "PN", text4(), "explicit")]),
      ["out-of-order-tag"],
    ),
    odd("a delimiter outside of a sequence", delimiter(0xfffee0dd), ["stray-delimiter"]),
    odd("a sequence as UN of undefined length", unknownSequence(), []),
    odd("a private sequence with private ones inside", privateSequence(), []),
    odd("a known sequence as UN with a length", unknownRequest(), ["out-of-order-tag"]),
    odd("explicit items in a sequence as UN", unknownSequence("explicit"), []),
    odd("an empty sequence of undefined length", Buffer.concat([open(0x00400275), delimiter(0xfffee0dd)]), [
      "out-of-order-tag",
    ]),
    odd("an icon with encapsulated pixels", icon(), []),
    odd("an item that claims more than its sequence", greedyItem(), ["out-of-order-tag", "damaged-sequence"]),
    odd(
      "text in an undeclared character set",
      encodeElement(0x00100010, "PN", Buffer.from("4de9", "hex"), "explicit"),
      ["character-set-undeclared"],
    ),
    odd("a UID with letters elsewhere", encodeElement(0x00200052, "UI", text4(), "explicit"), [
      "invalid-uid",
      "out-of-order-tag",
    ]),
    {
      ...odd("an unknown character set", NOTHING, ["character-set-unknown"]),
      dataSet: Buffer.concat([
        encodeElement(0x00080005, "CS", Buffer.from("KLINGON "), "explicit"),
        encodeDataSet(FIRST, "explicit"),
        encodeDataSet(LAST, "explicit"),
      ]),
    },
    {
      ...odd("a sequence that nothing ends", open(0x00091010), ["damaged-sequence", "truncated"]),
      refusal: "truncated",
    },
  ];
}

function odd(name: string, element: Uint8Array, findings: readonly string[]): OddDataSet {
  const dataSet = Buffer.concat([encodeDataSet(FIRST, "explicit"), element, encodeDataSet(LAST, "explicit")]);
  return { name, dataSet, refusal: undefined, findings };
}

function text4(): Uint8Array {
  return Buffer.from("odd ", "latin1");
}

function delimiter(tag: number): Uint8Array {
  return encodeElement(tag, "", NOTHING, "explicit");
}

function open(tag: number, vr = "SQ"): Uint8Array {
  return encodeElement(tag, vr, NOTHING, "explicit", UNDEFINED_LENGTH);
}

/** Implicit little endian inside whatever is outside (PS3.5 section 6.2.2, CP-246); some writers leave it explicit. */
function unknownSequence(inside: "implicit" | "explicit" = "implicit"): Uint8Array {
  const item = encodeDataSet(new Map([[0x00091001, ["LO", "inside"]]]), inside);
  return Buffer.concat([
    open(0x00091010, "UN"),
    encodeElement(0xfffee000, "", item, "implicit"),
    delimiter(0xfffee0dd),
  ]);
}

function privateSequence(): Uint8Array {
  const inner: DataSetContent = new Map([[0x00091001, ["LO", "inside"]]]);
  const outer: DataSetContent = new Map([[0x00091010, ["SQ", [inner, inner]]]]);
  const sequence: DataSetContent = new Map([[0x00091010, ["SQ", [outer]]]]);
  return encodeDataSet(sequence, "explicit", undefined, "undefined");
}

function unknownRequest(): Uint8Array {
  const item = encodeDataSet(new Map([[0x00080050, ["SH", "R-1"]]]), "implicit");
  const value = encodeElement(0xfffee000, "", item, "implicit");
  return encodeElement(0x00400275, "UN", value, "explicit");
}

function icon(): Uint8Array {
  return Buffer.concat([
    open(0x00091010),
    encodeElement(0xfffee000, "", NOTHING, "explicit", UNDEFINED_LENGTH),
    encodeElement(0x7fe00010, "OB", NOTHING, "explicit", UNDEFINED_LENGTH),
    encodeElement(0xfffee000, "", Buffer.from("fffee00dfffee0dd", "hex"), "explicit"),
    delimiter(0xfffee0dd),
    delimiter(0xfffee00d),
    delimiter(0xfffee0dd),
  ]);
}

function greedyItem(): Uint8Array {
  const item = encodeDataSet(new Map([[0x00080050, ["SH", "R-1 "]]]), "explicit");
  const value = encodeElement(0xfffee000, "", item, "explicit", item.length + 100);
  return encodeElement(0x00080051, "SQ", value, "explicit");
}
