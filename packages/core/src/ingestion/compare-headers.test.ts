import type { ByteSource } from "@accession/dicom/byte-source";
import type { DataSetContent } from "@accession/testing/dicom/encode-element";
import { SMALL } from "@accession/testing/dicom/mutants";
import { type WriteOptions, writeFile } from "@accession/testing/dicom/write-file";
import { describe, expect, it } from "vitest";
import { compareHeaders } from "./compare-headers.ts";
import { ObjectGone } from "./object-reader.ts";

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

const source = (changes: DataSetContent = new Map(), options: WriteOptions = {}) =>
  sourceOf(writeFile(new Map([...SMALL, ...changes]), options));

const request = (number: string, comment = "x"): DataSetContent =>
  new Map([
    [0x00080050, ["SH", number]],
    [0x00324000, ["LT", comment]],
  ]);

describe("comparing data sets before the pixels", () => {
  it.each<[string, ByteSource]>([
    ["other pixels", source(new Map([[0x7fe00010, ["OW", Uint8Array.of(1, 2, 3, 4)]]]))],
    ["implicit elements", source(new Map(), { writing: "implicit" })],
    ["big endian", source(new Map(), { writing: "big-endian" })],
    ["deflated", source(new Map(), { deflated: true })],
    [
      "padding behind the pixels",
      sourceOf(
        writeFile(
          new Map([
            ...SMALL,
            [0x7fe00010, ["OW", new Uint8Array(8)]],
            [0xfffcfffc, ["OB", new Uint8Array(64)]],
          ]),
        ),
      ),
    ],
  ])("finds none in %s", async (_name, other) => {
    const result = await compareHeaders(source(), other);
    expect(result).toMatchObject({ comparable: true, differing: [], more: 0 });
    if (result.comparable) expect(result.digests[0]).toBe(result.digests[1]);
  });

  it("names what differs, is missing, is private, or lies in a sequence, and no values", async () => {
    const first = source(
      new Map([
        [0x00091001, ["LO", "secret-private"]],
        [0x00400275, ["SQ", [request("A-1"), request("A-2")]]],
      ]),
    );
    const other = source(
      new Map([
        [0x00100020, ["LO", "secret-id"]],
        [0x00080020, ["DA", "20260114"]],
        [0x00091001, ["LO", "another"]],
        [0x00400275, ["SQ", [request("A-1"), request("A-3", "secret-comment")]]],
      ]),
    );
    const result = await compareHeaders(first, other);
    expect(result).toMatchObject({
      comparable: true,
      differing: [
        { tag: "00080020", keyword: "StudyDate" },
        { tag: "00091001" },
        { tag: "00100020", keyword: "PatientID" },
        {
          tag: "00400275[2].00080050",
          keyword: "RequestAttributesSequence[2].AccessionNumber",
        },
        { tag: "00400275[2].00324000" },
      ],
    });
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  it("takes sequences of other lengths as one difference", async () => {
    const [one, two] = [[request("A")], [request("A"), request("B")]].map((items) =>
      source(new Map([[0x00400275, ["SQ", items]]])),
    );
    expect(await compareHeaders(one ?? source(), two ?? source())).toMatchObject({
      differing: [{ tag: "00400275" }],
    });
  });

  it("lists the first hundred and counts the rest", async () => {
    const many = new Map(
      Array.from({ length: 130 }, (_, index) => [0x00091001 + index, ["LO", "x"] as const] as const),
    );
    const result = await compareHeaders(source(), source(many));
    expect(result).toMatchObject({ more: 30 });
    if (result.comparable) expect(result.differing).toHaveLength(100);
  });

  it("cannot compare with what is gone or too large, and does not hide another failure", async () => {
    const failing = (error: Error): ByteSource => ({ size: 1000, read: () => Promise.reject(error) });
    expect(await compareHeaders(source(), failing(new ObjectGone()))).toEqual({ comparable: false });
    await expect(compareHeaders(failing(new Error("503")), source())).rejects.toThrow("503");
    const huge = source(new Map([[0x00091001, ["OB", new Uint8Array(33 * 1024 * 1024)]]]));
    expect(await compareHeaders(huge, source())).toEqual({ comparable: false });
  });
});
