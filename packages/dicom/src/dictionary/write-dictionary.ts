import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { INDEXED_KEYWORDS } from "./indexed-keywords.ts";

const PYTHON = join(import.meta.dirname, "../../../../.accession/python");
const DICTIONARY = join(import.meta.dirname, "dictionary.ts");

/** pydicom generates its dictionary from the published source of PS3.6, part 6 of the standard. */
const LOOK_UP = `
import json, sys
from pydicom._version import __version__
from pydicom.datadict import dictionary_VR, tag_for_keyword
rows = [[int(tag_for_keyword(word)), word, dictionary_VR(word)] for word in sys.argv[1:]]
print(json.dumps({"version": __version__, "rows": rows}))
`;

/** The source of `dictionary.ts`, from the data dictionary of the project's pydicom. */
export async function dictionarySource(): Promise<string> {
  const python = join(PYTHON, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const { stdout } = await promisify(execFile)(python, ["-c", LOOK_UP, ...INDEXED_KEYWORDS]);
  const { version, rows } = JSON.parse(stdout) as { version: string; rows: Array<[number, string, string]> };
  const lines = rows
    .sort(([a], [b]) => a - b)
    .map(([tag, keyword, vr]) => `  ${keyword}: [0x${tag.toString(16).padStart(8, "0")}, "${vr}"],`);
  return `// Written by write-dictionary.ts from the data dictionary of pydicom ${version} (PS3.6 table 6-1). Do not edit.

/** Keyword → tag and value representation, by ascending tag. */
export const DICTIONARY = {
${lines.join("\n")}
} as const satisfies Record<string, readonly [tag: number, vr: string]>;
`;
}

if (import.meta.main) await writeFile(DICTIONARY, await dictionarySource());
