import { bufferSource } from "@accession/dicom/byte-source";
import { readHeader } from "@accession/dicom/read-header";
import dicomParser from "dicom-parser";
import { ATTRIBUTES, type Texts } from "./attributes.ts";
import { readByDcmjs } from "./dcmjs.ts";

/** A reader: the header of a file up to its pixels, with the texts of the indexed attributes. */
export interface Contestant {
  readonly name: string;
  read(bytes: Buffer): Texts | Promise<Texts>;
}

export const CONTESTANTS: readonly Contestant[] = [
  {
    name: "ours",
    read: async (bytes) => (await readHeader(bufferSource(bytes))).dataSet.attributes(),
  },
  { name: "dicom-parser", read: readByDicomParser },
  { name: "dcmjs", read: readByDcmjs },
];

/** It knows no character sets: its texts are bytes taken for Latin-1. */
function readByDicomParser(bytes: Buffer): Texts {
  const dataSet = dicomParser.parseDicom(bytes, { untilTag: "x7fe00010" });
  const texts: Texts = {};
  for (const { keyword, hex, isNumber, isSequence } of ATTRIBUTES) {
    if (isSequence) continue;
    const value = isNumber ? dataSet.uint16(`x${hex}`) : dataSet.string(`x${hex}`);
    if (value !== undefined && value !== "") texts[keyword] = String(value);
  }
  return texts;
}
