import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflateRawSync } from "node:zlib";
import { encodeDataSet, encodeElement } from "@accession/testing/dicom/encode-element";
import { mutants, SMALL } from "@accession/testing/dicom/mutants";
import { DEFLATED, fileMeta, withPrefix } from "@accession/testing/dicom/write-file";
import { CONTESTANTS } from "./contestants.ts";

const run = promisify(execFile);
const MEGABYTE = 1024 * 1024;
const BOMB = "deflated pixels of 600 MB";
const HOSTILE = [
  "a deflate bomb before the pixels",
  "sequences nested thousands deep",
  "a length beyond the end",
  "other bytes",
];

/** Contestant → the largest peak in megabytes above its base, over the hostile files, and the file that made it. */
export type Peaks = ReadonlyMap<string, { readonly megabytes: number; readonly file: string }>;

/** Each contestant reads each hostile file in a process of its own, where nothing else takes memory. */
export async function measureMemory(python: string): Promise<Peaks> {
  const folder = await mkdtemp(join(tmpdir(), "accession-bench-"));
  try {
    const files = [...mutants().filter(({ name }) => HOSTILE.includes(name)), { name: BOMB, bytes: bomb() }];
    const peaks = new Map<string, { megabytes: number; file: string }>();
    for (const [index, { name: file, bytes }] of files.entries()) {
      const path = join(folder, String(index));
      await writeFile(path, bytes);
      for (const contestant of [...CONTESTANTS.map(({ name }) => name), "pydicom"]) {
        const megabytes = await peakOf(contestant, path, python);
        if (megabytes > (peaks.get(contestant)?.megabytes ?? -1)) peaks.set(contestant, { megabytes, file });
      }
    }
    return peaks;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function peakOf(contestant: string, path: string, python: string): Promise<number> {
  const [program, args] =
    contestant === "pydicom"
      ? [python, [join(import.meta.dirname, "pydicom_peak.py"), path]]
      : [process.execPath, [join(import.meta.dirname, "peak-of.ts"), contestant, path]];
  const { stdout } = await run(program, args);
  return Number(stdout.trim().split("\n").at(-1));
}

/** Some hundred kilobytes, of which the header is the smallest part. */
function bomb(): Uint8Array {
  const before = encodeDataSet(new Map([...SMALL].filter(([tag]) => tag < 0x7fe00010)), "explicit");
  const pixels = encodeElement(0x7fe00010, "OB", Buffer.alloc(600 * MEGABYTE), "explicit");
  return withPrefix(fileMeta(SMALL, DEFLATED), deflateRawSync(Buffer.concat([before, pixels])));
}
