import { PICK_LIST_STATES } from "@accession/core/inventory/pick-list";
import { type Command, Option } from "@commander-js/extra-typings";
import { listPickLists, markPicked, type PickList } from "../client/pick-lists.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { printList } from "../output/print-list.ts";
import type { Column } from "../output/table.ts";
import { allOption, idGiven, jsonOption, limitOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<PickList>[] = [
  { title: "ORDER", value: (list) => list.orderId },
  { title: "STATE", value: (list) => list.state },
  { title: "RESERVED", value: (list) => list.reservedAt },
  { title: "PICKED", value: (list) => list.pickedAt },
  {
    title: "GOODS",
    value: ({ lines }) => lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", "),
  },
];

export function addPickListsCommand(parent: Command, io: Io): void {
  const pickLists = parent
    .command("pick-lists")
    .description("See what the warehouse picks for orders, and say what is picked.");
  pickLists
    .command("list")
    .description("List pick lists, the oldest order first.")
    .addOption(
      new Option("--state <state>", "withdrawn ones that were picked go back to their shelf")
        .choices(PICK_LIST_STATES)
        .default("open"),
    )
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession pick-lists list --all\n${EXIT_CODES_HELP}`)
    .action(async ({ all, json, tenant, ...query }) => {
      await printList(io, listPickLists(await io.api(tenant), query), { all, json }, COLUMNS);
    });
  pickLists
    .command("picked")
    .description("Say that the goods of an order are taken from their shelves.")
    .argument("<order>", "its id: ord_…", idGiven("order"))
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession pick-lists picked ord_0199…\n${EXIT_CODES_HELP}`)
    .action(async (order, { json, tenant }) => {
      const list = await markPicked(await io.api(tenant), order);
      io.print(json === true ? jsonLine(list) : `${list.orderId} is picked.`);
    });
}
