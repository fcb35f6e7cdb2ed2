import type { Command } from "@commander-js/extra-typings";
import { type ReingestProgress, type ReingestRequest, reingest } from "../client/reingest.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { UsageError } from "../usage-error.ts";
import { instant, TIMES_HELP } from "./instant.ts";
import { idGiven, jsonOption, tenantOption } from "./options.ts";

export function addReingestCommand(parent: Command, io: Io): void {
  parent
    .command("reingest")
    .description("Send files that are in the bucket through ingestion again.")
    .option("--prefix <prefix>", "files whose names begin so; empty for all of the tenant")
    .option("--since <time>", "only versions that landed since", (value) => instant(value))
    .option("--receipt <id>", "the one file of this receipt: rcp_…", idGiven("receipt"))
    .option("--cursor <cursor>", "go on where an earlier run ended")
    .option("--dry-run", "count, and send nothing")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
A version that has its receipt keeps it: only what was lost is made good. Repeats are harmless.
${TIMES_HELP}

Examples:
  accession reingest --since -1d --dry-run
  accession reingest --prefix phantom/
${EXIT_CODES_HELP}`,
    )
    .action(async ({ prefix, since, receipt, cursor, dryRun = false, json, tenant }) => {
      const request = requestOf(prefix, since, receipt);
      const pages = reingest(await io.api(tenant), request, { dryRun, cursor });
      let last: ReingestProgress = { listed: 0, selected: 0, cursor };
      try {
        for await (const progress of pages) {
          last = progress;
          if (progress.cursor !== undefined)
            io.note(`${progress.selected} of ${progress.listed} versions so far`);
        }
      } catch (error) {
        if (last.cursor !== undefined) io.note(`Go on with: --cursor ${last.cursor}`);
        throw error;
      }
      const { listed, selected } = last;
      const what = dryRun ? "would be sent" : "are sent";
      io.print(
        json === true
          ? jsonLine({ listed, selected, dryRun })
          : `${selected} of ${listed} versions ${what} to ingestion.`,
      );
    });
}

function requestOf(
  prefix: string | undefined,
  since: string | undefined,
  receiptId: string | undefined,
): ReingestRequest {
  const byListing = prefix !== undefined || since !== undefined;
  if (byListing === (receiptId !== undefined)) {
    throw new UsageError("Say which files: --prefix, --since, or both; or --receipt.");
  }
  return receiptId === undefined ? { prefix: prefix ?? "", since } : { receiptId };
}
