import { stat } from "node:fs/promises";
import { describeFile, type FileDescription } from "@accession/dicom/describe-file";
import { withFileSource } from "@accession/dicom/file-source";
import type { Command } from "@commander-js/extra-typings";
import { CliError } from "../client/cli-error.ts";
import { givenPath } from "../files/given-path.ts";
import type { Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { fieldLines } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import { jsonOption } from "./options.ts";

export function addInspectCommand(parent: Command, io: Io): void {
  parent
    .command("inspect")
    .description("Read the headers of files as the ingestion does, without a system.")
    .argument("<file...>", "DICOM files")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
With --json, one line per file:
  {"file":"a.dcm","accepted":true,"attributes":{"PatientID":"4711", …},"findings":[]}
  {"file":"b.dcm","accepted":true,"attributes":{…},"findings":[{"code":"odd-length","byteOffset":412,"tag":"0010,0020"}]}
  {"file":"c.pdf","accepted":false,"reason":{"code":"pdf","message":"…"},"attributes":{},"findings":[]}
Attributes go by their keywords (PS3.6), their values are text; several values are joined with a backslash.
Findings are what was repaired or is doubtful in a file, with the tag of the element, if any, and where it is.

Examples:
  accession inspect scan.dcm
  find . -name '*.dcm' -print0 | xargs -0 accession inspect --json | jq -r 'select(.accepted|not).file'

Exit codes: 0 all files are accepted; 1 some file is not; 2 wrong usage, or some file cannot be opened.`,
    )
    .action(async (files, { json }) => {
      for (const file of files) {
        try {
          const description = await describe(file);
          if (!description.accepted && io.exitCode === 0) io.exitCode = 1;
          for (const line of json === true
            ? [jsonLine(described(file, description))]
            : fileLines(file, description)) {
            io.print(line);
          }
        } catch (error) {
          if (!(error instanceof CliError)) throw error;
          // The other files are looked at all the same.
          io.exitCode = 2;
          io.note(`✗ ${error.message}`);
        }
      }
    });
}

/** Throws CliError for a path that cannot be read as a file. */
async function describe(file: string): Promise<FileDescription> {
  const path = givenPath(file);
  try {
    if ((await stat(path)).isDirectory()) throw new CliError("file-unreadable", `${file} is a folder.`);
    return await withFileSource(path, describeFile);
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new CliError("file-unreadable", `${file} cannot be read: ${code}.`, undefined, { cause });
  }
}

function described(file: string, { accepted, reason, attributes, findings }: FileDescription) {
  return { file, accepted, ...(reason !== undefined && { reason }), attributes, findings };
}

function fileLines(file: string, { accepted, reason, attributes, findings }: FileDescription): string[] {
  const verdict = accepted ? "accepted" : `not accepted: ${reason?.message} (${reason?.code})`;
  const name = visibleText(file);
  const found = findings.map(
    ({ code, tag, byteOffset }) =>
      `found: ${code}${tag === undefined ? "" : ` (${tag})`} at byte ${byteOffset}`,
  );
  return [`${name}: ${verdict}`, ...[...fieldLines(attributes), ...found].map((line) => `  ${line}`), ""];
}
