import type { Command } from "@commander-js/extra-typings";
import type { ApiClient } from "../client/api-client.ts";
import { countOutcomes } from "../client/count-outcomes.ts";
import { type FileToUpload, type UploadedFile, uploadFiles } from "../client/upload-files.ts";
import { type WaitResult, waitForReceipts } from "../client/wait-for-receipts.ts";
import { findFiles } from "../files/find-files.ts";
import type { Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { ProgressBar } from "../output/progress-bar.ts";
import { Table } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import { jsonOption, tenantOption, wholeNumber } from "./options.ts";

export function addUploadCommand(parent: Command, io: Io): void {
  parent
    .command("upload")
    .description("Upload files, and folders with all that is in them.")
    .argument("<path...>", "files and folders")
    .option("--wait", "until every file has its receipt, and say what became of them")
    .option("--timeout <seconds>", "how long to wait for receipts", (value) => wholeNumber(value, 1), 120)
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
With --json, one line per uploaded file: {"file","key","versionId"}, with --wait also "receipt".
A file that a receipt rejects is still an upload that worked: the object is kept, and the reason is printed.

Examples:
  accession upload study/ --wait
  accession upload a.dcm b.dcm --tenant other --json

Exit codes: 0 all files are uploaded, and with --wait have a receipt; 1 some file is not; 2 wrong usage.`,
    )
    .action(async (paths, { wait, timeout, json, tenant }) => {
      const files = await findFiles(paths);
      const api = await io.api(tenant);
      const { uploaded, failed } = await upload(io, api, files);
      if (failed > 0) io.exitCode = 1;
      if (wait !== true) {
        if (json === true) for (const one of uploaded) io.print(jsonLine(fields(one)));
        else io.print(`${uploaded.length} of ${files.length} files are uploaded.`);
        return;
      }
      const result = await awaitReceipts(io, api, uploaded, timeout);
      if (result.missing.length > 0) io.exitCode = 1;
      for (const line of json === true ? resultJson(result) : resultLines(result, files.length))
        io.print(line);
      for (const { file } of result.missing)
        io.note(`✗ ${visibleText(file.path)}: no receipt after ${timeout} s`);
    });
}

async function upload(
  io: Io,
  api: ApiClient,
  files: readonly FileToUpload[],
): Promise<{ uploaded: UploadedFile[]; failed: number }> {
  const bar = new ProgressBar(io, "Uploading");
  let failed = 0;
  try {
    const uploaded = await uploadFiles(api, files, {
      onProgress: (progress) => bar.show(progress),
      onFailure: (file, error) => {
        failed += 1;
        bar.clear();
        io.note(`✗ ${visibleText(file.path)}: ${error.message}`);
      },
    });
    return { uploaded, failed };
  } finally {
    bar.clear();
  }
}

async function awaitReceipts(
  io: Io,
  api: ApiClient,
  uploaded: readonly UploadedFile[],
  timeoutSeconds: number,
): Promise<WaitResult> {
  const bar = new ProgressBar(io, "Receipts");
  try {
    return await waitForReceipts(api, uploaded, {
      timeout: timeoutSeconds * 1000,
      onProgress: (progress) => bar.show(progress),
    });
  } finally {
    bar.clear();
  }
}

function fields({ file, key, versionId }: UploadedFile) {
  return { file: file.path, key, versionId };
}

function resultJson({ receipts, missing }: WaitResult): string[] {
  return [
    ...receipts.map(({ uploaded, receipt }) => jsonLine({ ...fields(uploaded), receipt })),
    ...missing.map((one) => jsonLine(fields(one))),
  ];
}

function resultLines({ receipts }: WaitResult, total: number): string[] {
  const table = new Table<ReturnType<typeof countOutcomes>[number]>([
    { title: "OUTCOME", value: (row) => row.outcome },
    { title: "REASON", value: (row) => row.reason },
    { title: "FILES", value: (row) => row.count, align: "right" },
  ]);
  return [
    ...table.lines(countOutcomes(receipts.map(({ receipt }) => receipt))),
    "",
    `${receipts.length} of ${total} files have their receipt.`,
  ];
}
