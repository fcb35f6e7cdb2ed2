import { OUTCOMES_AND_ENDS } from "@accession/core/receipts/receipt-directory";
import { type Command, Option } from "@commander-js/extra-typings";
import { getReceipt, listReceipts, type Receipt, searchReceipts } from "../client/receipts.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { printList } from "../output/print-list.ts";
import { receiptLines } from "../output/receipt-lines.ts";
import type { Column } from "../output/table.ts";
import { instant, TIMES_HELP } from "./instant.ts";
import { allOption, idGiven, jsonOption, limitOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<Receipt>[] = [
  { title: "OUTCOME", value: (receipt) => receipt.outcome },
  { title: "REASON", value: (receipt) => receipt.reason?.code },
  { title: "GONE", value: (receipt) => receipt.gone?.as },
  { title: "RECEIVED", value: (receipt) => receipt.receivedAt },
  { title: "RECEIPT", value: (receipt) => receipt.id },
  { title: "STUDY", value: (receipt) => receipt.studyId },
  { title: "KEY", value: (receipt) => receipt.key },
];

export function addReceiptsCommand(parent: Command, io: Io): void {
  const receipts = parent.command("receipts").description("See what became of every object that landed.");
  addListCommand(receipts, io);
  addGetCommand(receipts, io);
}

function addListCommand(receipts: Command, io: Io): void {
  receipts
    .command("list")
    .description("List receipts, newest first; all that is given must hold.")
    .addOption(
      new Option("--outcome <outcome>", "with this outcome; or expired, removed: what became of it").choices(
        OUTCOMES_AND_ENDS,
      ),
    )
    .option("--reason <code>", "rejected or ignored for it, such as truncated")
    .option("--study-id <id>", "of files of this study: stu_…", idGiven("study"))
    .option("--key <key>", "of this object, by its whole key")
    .option("--object-version <id>", "of this version")
    .option("--sop-instance-uid <uid>", "of versions of this instance")
    .option("--checksum <checksum>", "with it, as a receipt shows it: sha256:…")
    .option("--etag <etag>", "with it")
    .option("--since <time>", "received since", (value) => instant(value))
    .option("--until <time>", "received before", (value) => instant(value))
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
${TIMES_HELP}

Examples:
  accession receipts list --outcome conflict
  accession receipts list --outcome rejected --all --json | jq -r .reason.code | sort | uniq -c
${EXIT_CODES_HELP}`,
    )
    .action(async ({ all, json, tenant, key, objectVersion, sopInstanceUid, checksum, etag, ...query }) => {
      const named = { key, versionId: objectVersion, sopInstanceUid, checksum, etag };
      const isNamed = Object.values(named).some((value) => value !== undefined);
      const api = await io.api(tenant);
      const pages = isNamed ? searchReceipts(api, { ...query, ...named }) : listReceipts(api, query);
      await printList(io, pages, { all, json }, COLUMNS);
    });
}

function addGetCommand(receipts: Command, io: Io): void {
  receipts
    .command("get")
    .description("Show a receipt: what it rests on, which elements differ, what it said before.")
    .argument("<receipt>", "its id: rcp_…", idGiven("receipt"))
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession receipts get rcp_0199…
${EXIT_CODES_HELP}`,
    )
    .action(async (id, { json, tenant }) => {
      const receipt = await getReceipt(await io.api(tenant), id);
      for (const line of json === true ? [jsonLine(receipt)] : receiptLines(receipt)) io.print(line);
    });
}
