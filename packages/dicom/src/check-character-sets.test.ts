import type { DataSetContent } from "@accession/testing/dicom/encode-element";
import { instanceContent } from "@accession/testing/dicom/instances";
import { writeFile } from "@accession/testing/dicom/write-file";
import { describe, expect, it } from "vitest";
import { bufferSource } from "./byte-source.ts";
import { readHeader } from "./read-header.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");

async function read(changes: DataSetContent, encodeText: (text: string) => Uint8Array) {
  const content = new Map([...instanceContent("CT", { seed: 1 }), ...changes]);
  const { dataSet, findings } = await readHeader(bufferSource(writeFile(content, { encodeText })));
  return { dataSet, found: findings.map(({ code, tag }) => [code, tag]) };
}

describe("texts and the character sets that are declared", () => {
  it("are contradicted by bytes that are in none", async () => {
    const name: DataSetContent = new Map([[0x00100010, ["PN", "Müller^Jörg"]]]);
    const { dataSet, found } = await read(name, latin1);
    expect(found).toEqual([["character-set-contradicted", "0010,0010"]]);
    expect(dataSet.text("PatientName")).toBe("M\ufffdller^J\ufffdrg");
  });

  it("are contradicted by escape sequences where no code extensions are declared", async () => {
    const name: DataSetContent = new Map([[0x00100010, ["PN", "\x1b$)C"]]]);
    expect((await read(name, latin1)).found).toEqual([["character-set-contradicted", "0010,0010"]]);
  });

  it("are looked at in items of items, each with what it inherits or declares", async () => {
    const undeclared = new Map([[0x00400007, ["LO", "Schädel"]]]) as DataSetContent;
    const declared = new Map([[0x00080005, ["CS", "ISO_IR 100"]], ...undeclared]) as DataSetContent;
    const nested = (item: DataSetContent): DataSetContent =>
      new Map([
        [0x00080005, ["CS", ""]],
        [0x00080051, ["SQ", []]],
        [0x00400275, ["SQ", [new Map([[0x00080051, ["SQ", [item]]]]) as DataSetContent]]],
      ]);
    expect((await read(nested(undeclared), latin1)).found).toEqual([
      ["character-set-undeclared", "0040,0007"],
    ]);
    expect((await read(nested(declared), latin1)).found).toEqual([]);
  });

  it("are one finding as long as nothing is declared", async () => {
    const texts: DataSetContent = new Map([
      [0x00080005, ["CS", ""]],
      [0x00081030, ["LO", "Schädel"]],
      [0x00100010, ["PN", "Müller^Jörg"]],
    ]);
    const { dataSet, found } = await read(texts, latin1);
    expect(found).toEqual([["character-set-undeclared", "0008,1030"]]);
    expect(dataSet.text("PatientName")).toBe("Müller^Jörg");
  });
});
