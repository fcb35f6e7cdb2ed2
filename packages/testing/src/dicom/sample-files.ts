import { execFile } from "node:child_process";
import { glob, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

/** The project's own Python environment, with pydicom and the sample files of pydicom and pydicom-data. */
const PYTHON = join(import.meta.dirname, "../../../../.accession/python");
const FOLDERS =
  "{lib/python*,Lib}/site-packages/{pydicom/data/{test_files,charset_files,palettes},data_store/data}/**/*";

/** What lies beside the samples and is no DICOM: notes, lists, dumps, a colour profile. */
const OTHER = /\.(py|pyc|md|txt|json|dump|icc|gz)$|^README/;

/** Every DICOM file of the two packages, sorted by path. */
export async function sampleFiles(): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const name of glob(FOLDERS, { cwd: PYTHON })) {
    const path = join(PYTHON, name);
    if (!OTHER.test(basename(path)) && (await stat(path)).isFile()) paths.push(path);
  }
  return paths.sort();
}

/** The interpreter of that environment. */
export function python(): string {
  return join(PYTHON, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}

/** Runs one of the Python scripts beside this file; each line of its output is a JSON value. */
export async function pydicomLines(script: string, args: readonly string[]): Promise<unknown[]> {
  const options = { maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(
    python(),
    [join(import.meta.dirname, script), ...args],
    options,
  );
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}
