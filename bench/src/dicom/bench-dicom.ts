import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { isDicomError } from "@accession/dicom/assess-instance";
import { bufferSource } from "@accession/dicom/byte-source";
import { readHeader } from "@accession/dicom/read-header";
import { KEYWORDS } from "@accession/dicom/tags";
import { pydicomLines, python, sampleFiles } from "@accession/testing/dicom/sample-files";
import type { Texts } from "./attributes.ts";
import { CONTESTANTS } from "./contestants.ts";
import { measureMemory, type Peaks } from "./measure-memory.ts";
import { measureTimes, type Times } from "./measure-times.ts";
import { median } from "./median.ts";
import { PydicomProcess } from "./pydicom-process.ts";

/** What a contestant got right: files read, and of these the files in which every value is what pydicom reads. */
interface Score {
  readonly read: number;
  readonly right: number;
}

/** Headers of the sample files of pydicom and pydicom-data: ours, dicom-parser, dcmjs and pydicom, in one run. */
export async function benchDicom(): Promise<void> {
  const paths = await sampleFiles();
  const files = await Promise.all(paths.map((path) => readFile(path)));
  const truth = (await pydicomLines("pydicom_texts.py", [KEYWORDS.join(","), ...paths])) as Array<{
    texts?: Texts;
  }>;
  const texts = truth.map((line) => line.texts ?? {});

  const scores = new Map<string, Score>();
  for (const { name, read } of CONTESTANTS) scores.set(name, await score(read, files, texts));
  scores.set("pydicom", { read: texts.length, right: texts.length });

  using pydicom = new PydicomProcess(python(), KEYWORDS, paths);
  const times = await measureTimes(files, pydicom);
  const peaks = await measureMemory(python());
  print(files.length, { scores, times, peaks, bytes: await bytesRead(files) }, files);
}

async function score(
  read: (bytes: Buffer) => Texts | Promise<Texts>,
  files: readonly Buffer[],
  truth: readonly Texts[],
): Promise<Score> {
  let done = 0;
  let right = 0;
  for (const [index, bytes] of files.entries()) {
    try {
      const texts = await read(bytes);
      done++;
      if (isSame(texts, truth[index] ?? {})) right++;
    } catch {
      // Not read; some throw strings.
    }
  }
  return { read: done, right };
}

function isSame(ours: Texts, theirs: Texts): boolean {
  const keywords = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...keywords].every((keyword) => ours[keyword]?.trim() === theirs[keyword]?.trim());
}

/** Bytes that we transfer of each file, by ranges; the others want the whole file in memory. */
async function bytesRead(files: readonly Buffer[]): Promise<readonly number[]> {
  return Promise.all(
    files.map(async (bytes) => {
      try {
        return (await readHeader(bufferSource(bytes))).bytesRead;
      } catch (error) {
        if (isDicomError(error)) return bytes.length;
        throw error;
      }
    }),
  );
}

interface Results {
  readonly scores: ReadonlyMap<string, Score>;
  readonly times: Times;
  readonly peaks: Peaks;
  readonly bytes: readonly number[];
}

function print(count: number, { scores, times, peaks, bytes }: Results, files: readonly Buffer[]): void {
  const base = times.get("ours") ?? [];
  const rows = [...scores].map(([name, { read, right }]) => {
    const own = times.get(name) ?? [];
    const both = own.flatMap((time, index) => {
      const ours = base[index];
      return time === undefined || ours === undefined ? [] : [{ time, ours }];
    });
    const cpu = median(both.map(({ time }) => time.cpu));
    const wall = median(both.map(({ time }) => time.wall));
    const ratio = cpu / median(both.map(({ ours }) => ours.cpu));
    const each = median(both.map(({ time, ours }) => time.cpu / ours.cpu));
    const transferred = name === "ours" ? bytes : files.map(({ length }) => length);
    const { megabytes, file } = peaks.get(name) ?? { megabytes: Number.NaN, file: "" };
    return [
      name,
      `${read} of ${count}`,
      String(right),
      cpu.toFixed(1),
      wall.toFixed(1),
      `${ratio.toFixed(1)} ×`,
      `${each.toFixed(1)} ×`,
      `${megabytes} MB${megabytes > 8 ? ` (${file})` : ""}`,
      `${Math.round(transferred.reduce((sum, length) => sum + length, 0) / count / 1024)} KB`,
    ];
  });
  const head = [
    "reader",
    "files read",
    "all values right",
    "CPU µs per file",
    "wall µs per file",
    "CPU to ours",
    "file by file",
    "peak on hostile files",
    "bytes per file",
  ];
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const machine = `${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.versions.node}`;
  process.stdout.write(`${lines.join("\n")}\n\n${machine}, ${new Date().toISOString().slice(0, 10)}\n`);
}
