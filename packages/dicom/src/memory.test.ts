import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { mutants, smallInstance } from "@accession/testing/dicom/mutants";
import { expect, it } from "vitest";

/** Reads files in a process of its own, where nothing else takes memory; prints by how many MB each moved the peak. */
const MEASURE = `
  import { describeFile } from "./describe-file.ts";
  import { withFileSource } from "./file-source.ts";
  import { peakMemory as peak } from "@accession/testing/peak-memory";
  const [small, ...files] = process.argv.slice(1);
  await withFileSource(small, describeFile);
  for (const file of files) {
    const before = peak();
    await withFileSource(file, describeFile);
    console.log(Math.round(peak() - before));
  }
`;

it("reads hostile files in bounded memory", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "accession-mutants-"));
  try {
    const write = async (name: string, bytes: Uint8Array) => {
      await writeFile(join(folder, name), bytes);
      return join(folder, name);
    };
    const small = await write("small", smallInstance());
    const all = mutants();
    const files = await Promise.all(all.map(({ bytes }, index) => write(String(index), bytes)));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", MEASURE, small, ...files],
      { cwd: import.meta.dirname },
    );
    const grown = stdout.trim().split("\n").map(Number);
    expect(grown).toHaveLength(all.length);
    const greedy = all.flatMap(({ name }, index) => ((grown[index] ?? 0) < 64 ? [] : [[name, grown[index]]]));
    expect(greedy).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
