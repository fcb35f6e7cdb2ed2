import type { Command } from "@commander-js/extra-typings";
import { listReceipts, type Receipt } from "../client/receipts.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { printList } from "../output/print-list.ts";
import type { Column } from "../output/table.ts";
import { allOption, jsonOption, limitOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<Receipt>[] = [
  { title: "OUTCOME", value: (receipt) => receipt.outcome },
  { title: "REASON", value: (receipt) => receipt.reason?.code },
  { title: "RECEIVED", value: (receipt) => receipt.receivedAt },
  { title: "STUDY", value: (receipt) => receipt.studyId },
  { title: "KEY", value: (receipt) => receipt.key },
];

export function addReceiptsCommand(parent: Command, io: Io): void {
  parent
    .command("receipts")
    .description("See what became of every object that landed.")
    .command("list")
    .description("List receipts, newest first.")
    .option("--outcome <outcome>", "only stored, identical, same-header, conflict, rejected or ignored")
    .option("--study-id <id>", "only of files of this study: stu_…")
    .option("--since <time>", "only those received since, such as 2026-11-21T08:00:00Z")
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession receipts list
  accession receipts list --outcome rejected --all --json | jq -r .reason.code | sort | uniq -c
${EXIT_CODES_HELP}`,
    )
    .action(async ({ all, json, tenant, ...query }) => {
      await printList(io, listReceipts(await io.api(tenant), query), { all, json }, COLUMNS);
    });
}
