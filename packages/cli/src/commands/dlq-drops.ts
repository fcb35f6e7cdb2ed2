import type { Command } from "@commander-js/extra-typings";
import { type DropRecord, listDrops } from "../client/dead-letters.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { printList } from "../output/print-list.ts";
import type { Column } from "../output/table.ts";
import { allOption, jsonOption, limitOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<DropRecord>[] = [
  { title: "AT", value: (drop) => drop.at },
  { title: "QUEUE", value: (drop) => drop.queue },
  { title: "REASON", value: (drop) => drop.reason },
  { title: "ASKED", value: (drop) => drop.asked.length, align: "right" },
  { title: "DROPPED", value: (drop) => drop.dropped?.length ?? "not known", align: "right" },
  { title: "BY", value: (drop) => drop.actor },
];

export function addDropsCommand(dlq: Command, io: Io): void {
  dlq
    .command("drops")
    .description("List who deleted which letters, newest first; --json has the ids.")
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession dlq drops --json\n${EXIT_CODES_HELP}`)
    .action(async ({ all, json, tenant, ...query }) => {
      await printList(io, listDrops(await io.api(tenant), query), { all, json }, COLUMNS);
    });
}
