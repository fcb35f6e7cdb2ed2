import { randomUUID } from "node:crypto";
import { type Command, Option } from "@commander-js/extra-typings";
import {
  type PlannedRule,
  previewReplay,
  type Replay,
  type ReplayPreview,
  startReplay,
  waitForReplay,
} from "../client/replays.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { type Column, Table } from "../output/table.ts";
import { instant, TIMES_HELP } from "./instant.ts";
import { collect, jsonOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<PlannedRule>[] = [
  { title: "RULE", value: (rule) => rule.name },
  { title: "TAKES", value: (rule) => rule.types.join(", ") },
  { title: "QUEUE", value: (rule) => rule.target },
  { title: "REPLAYED", value: (rule) => (rule.receives ? "yes" : `no: ${rule.reason ?? ""}`) },
];

export function addReplayCommand(parent: Command, io: Io): void {
  parent
    .command("replay")
    .description("Send archived events once more to the rules that let replays pass.")
    .requiredOption("--from <time>", "events that happened from then on", (value) => instant(value))
    .option("--to <time>", "and before then (default: now)", (value) => instant(value))
    .addOption(
      new Option("--archive <name>", "our own events, or those of the uploads bucket")
        .choices(["events", "uploads"] as const)
        .default("events" as const),
    )
    .option(
      "--type <type>",
      "only to rules that take it, such as study.completed; several times",
      collect(String),
    )
    .option("--dry-run", "say what would be replayed to which rules, and end")
    .option("--wait", "until the replay has ended")
    .option("--idempotency-key <key>", "the same key starts once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
${TIMES_HELP}
On AWS an archive takes events in late, so the window must end at least 10 minutes ago.

Examples:
  accession replay --from -2h --to -10m --dry-run
  accession replay --from -1d --to -10m --archive uploads --wait
${EXIT_CODES_HELP}`,
    )
    .action(
      async ({
        from,
        to = instant("now"),
        archive,
        type,
        dryRun,
        wait,
        json,
        tenant,
        idempotencyKey = randomUUID(),
      }) => {
        const api = await io.api(tenant);
        const request = { archive, from, to, ...(type !== undefined && { types: type }) };
        const preview = await previewReplay(api, request, randomUUID());
        if (json !== true) for (const line of previewLines(preview, request)) io.print(line);
        if (dryRun === true) {
          if (json === true) io.print(jsonLine({ ...request, ...preview }));
          return;
        }
        const id = await startReplay(api, request, idempotencyKey);
        if (json !== true) io.print(`\nReplay ${id} is started.`);
        else if (wait !== true) io.print(jsonLine({ id }));
        if (wait !== true) return;
        const ended = await waitForReplay(api, id, (replay) => io.note(progressLine(replay)));
        io.print(json === true ? jsonLine(ended) : `Replay ${id}: ${progressLine(ended)}`);
        if (ended.state !== "COMPLETED") io.exitCode = 1;
      },
    );
}

function previewLines(preview: ReplayPreview, { from, to }: { from: string; to: string }): string[] {
  const { eventCount, sizeBytes, retentionDays } = preview.archive;
  const size = sizeBytes === 0 ? "" : ` (${sizeBytes} bytes)`;
  return [
    `Events from ${from} to ${to}.`,
    `The archive as a whole holds ${eventCount} events${size}, kept for ${retentionDays} days; EventBridge does not ` +
      "count parts of it.",
    "",
    ...new Table(COLUMNS).lines(preview.rules),
  ];
}

function progressLine({ state, lastReplayed, reason }: Replay): string {
  const far = lastReplayed === undefined ? "" : `, up to ${lastReplayed}`;
  return `${state}${far}${reason === undefined ? "" : `: ${reason}`}`;
}
