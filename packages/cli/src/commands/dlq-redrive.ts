import type { Command } from "@commander-js/extra-typings";
import { type RedriveReport, type RedriveRequest, redriveAll, redriveOnce } from "../client/dead-letters.ts";
import type { Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { lettersAre, lettersText } from "../output/letters-text.ts";
import { ProgressBar } from "../output/progress-bar.ts";
import { UsageError } from "../usage-error.ts";
import { instant } from "./instant.ts";
import { collect, jsonOption, tenantOption, wholeNumber } from "./options.ts";

/** What one call looks at. */
const DRY_RUN_LIMIT = 1000;

export function addRedriveCommand(dlq: Command, io: Io): void {
  dlq
    .command("redrive")
    .description("Send letters back to the queue that they came from. Do it when the cause is mended.")
    .argument("<queue>", "its name, as dlq list has it")
    .option("--all", "every letter")
    .option("--id <id>", "this letter; several times", collect(String))
    .option("--type <type>", "letters of this type of event")
    .option("--older-than <time>", "letters first sent before then", (value) => instant(value))
    .option("--of-tenant <tenant>", "letters of this tenant, by id or slug")
    .option("--limit <n>", "stop after so many", (value) => wholeNumber(value, 1))
    .option("--rate <n>", "letters per second", (value) => wholeNumber(value, 1), 10)
    .option("--dry-run", "say how many would be moved, and move none")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Consumers do nothing twice, so that a redrive may be stopped and started again at any time.

Examples:
  accession dlq redrive OrderCreatedDeadLetters --all --dry-run
  accession dlq redrive IngestDeadLetters --older-than -1h --rate 50

Exit codes: 0 all that were meant are moved; 1 some are not, or something failed; 2 wrong usage.`,
    )
    .action(async (queue, { all, id, type, olderThan, ofTenant, limit, rate, dryRun, json, tenant }) => {
      const selection = selectionOf(all, id, { type, olderThan, tenant: ofTenant });
      const api = await io.api(tenant);
      if (dryRun === true) {
        const report = await redriveOnce(api, queue, { ...selection, dryRun, limit: DRY_RUN_LIMIT });
        const more = report.exhausted ? "" : ` at least, as only ${DRY_RUN_LIMIT} are looked at`;
        io.print(json === true ? jsonLine(report) : `${lettersText(report.selected)} would be moved${more}.`);
        return;
      }
      const report = await redrive(io, queue, api, { ...selection, rate }, limit ?? Number.MAX_SAFE_INTEGER);
      for (const line of json === true ? [jsonLine(report)] : reportLines(report)) io.print(line);
      const most = limit ?? id?.length ?? Number.MAX_SAFE_INTEGER;
      const unfinished = !report.exhausted && report.moved < most;
      if (unfinished && report.refused === 0)
        io.note("✗ Not every letter was looked at, as there are too many that are not meant: try again.");
      const missing = (id?.length ?? 0) - report.moved;
      if (missing > 0) io.note(`✗ ${missing} of the ids are not there, or somebody looks at them just now`);
      if (report.refused > 0 || unfinished || missing > 0) io.exitCode = 1;
    });
}

async function redrive(
  io: Io,
  queue: string,
  api: Awaited<ReturnType<Io["api"]>>,
  request: RedriveRequest,
  most: number,
): Promise<RedriveReport> {
  const bar = new ProgressBar(io, "Redriving");
  try {
    return await redriveAll(api, queue, request, most, (moved, remaining) =>
      bar.show({ done: moved, total: Math.min(most, moved + remaining) }),
    );
  } finally {
    bar.clear();
  }
}

/** Nobody redrives all by leaving something out. */
function selectionOf(
  all: true | undefined,
  messageIds: readonly string[] | undefined,
  filter: NonNullable<RedriveRequest["filter"]>,
): Pick<RedriveRequest, "all" | "messageIds" | "filter"> {
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const given = [all === true, messageIds !== undefined, filtered].filter(Boolean).length;
  if (given !== 1) {
    throw new UsageError(
      "Say which letters: --all, or --id, or a filter (--type, --older-than, --of-tenant).",
    );
  }
  if (all === true) return { all };
  return messageIds === undefined ? { filter } : { messageIds };
}

function reportLines({ moved, notDeleted, refused, remaining }: RedriveReport): string[] {
  return [
    `${lettersAre(moved)} sent back; ${remaining} ${remaining === 1 ? "stays" : "stay"}.`,
    ...(notDeleted > 0
      ? [`${notDeleted} of them could not be deleted and will come twice, which is harmless.`]
      : []),
    ...(refused > 0 ? [`${refused} were refused by the queue: try again.`] : []),
  ];
}
