import type { Command } from "@commander-js/extra-typings";
import { type RetryRequest, retryRejections } from "../client/rejections.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { UsageError } from "../usage-error.ts";
import { instant, TIMES_HELP } from "./instant.ts";
import { collect, idGiven, jsonOption, tenantOption } from "./options.ts";

export function addRejectionsCommand(parent: Command, io: Io): void {
  parent
    .command("rejections")
    .description("Have rejected objects judged once more.")
    .command("retry")
    .description("Judge rejected objects anew, when what they were rejected for is mended.")
    .option("--reason <code>", "all that were rejected for it: too-large, unknown-tenant, …")
    .option("--since <time>", "of these, received since", (value) => instant(value))
    .option("--until <time>", "of these, received before", (value) => instant(value))
    .option(
      "--receipt <id>",
      "the object of this receipt, rcp_…; may be given again",
      collect(idGiven("receipt")),
    )
    .option("--dry-run", "count, and send nothing")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
What comes to the same again changes nothing. The receipt of a version stays, and shows what it said before.
${TIMES_HELP}

Examples:
  accession rejections retry --reason unknown-tenant --dry-run
  accession rejections retry --receipt rcp_0199…
${EXIT_CODES_HELP}`,
    )
    .action(async ({ reason, since, until, receipt, dryRun = false, json, tenant }) => {
      const request = requestOf(reason, { since, until }, receipt);
      const selected = await retryRejections(await io.api(tenant), request, dryRun);
      const what = dryRun ? "would be judged anew" : "are sent to be judged anew";
      io.print(json === true ? jsonLine({ selected, dryRun }) : `${selected} rejected objects ${what}.`);
    });
}

function requestOf(
  reason: string | undefined,
  window: { readonly since: string | undefined; readonly until: string | undefined },
  receiptIds: readonly string[] | undefined,
): RetryRequest {
  const isWindow = window.since !== undefined || window.until !== undefined;
  if (receiptIds !== undefined && reason === undefined && !isWindow) return { receiptIds };
  if (receiptIds === undefined && reason !== undefined) return { reason, ...window };
  throw new UsageError("Say which: --reason, with --since and --until if you like; or --receipt.");
}
