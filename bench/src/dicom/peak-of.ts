import { readFile } from "node:fs/promises";
import { describeFile } from "@accession/dicom/describe-file";
import { withFileSource } from "@accession/dicom/file-source";
import { peakMemory } from "@accession/testing/peak-memory";
import { CONTESTANTS } from "./contestants.ts";

// Prints by how many megabytes one contestant moved the peak of this process by reading one file; the file's own bytes
// count for those who need them whole. Usage: peak-of.ts CONTESTANT FILE
const [name, path = ""] = process.argv.slice(2);
const contestant = CONTESTANTS.find((one) => one.name === name);
const before = peakMemory();
try {
  if (name === "ours") await withFileSource(path, describeFile);
  else await contestant?.read(await readFile(path));
} catch {
  // A refusal is an answer, too; so is a string that is thrown.
}
process.stdout.write(`${Math.round(peakMemory() - before)}\n`);
