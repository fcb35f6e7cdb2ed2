import { ORDER_STATUSES } from "@accession/core/orders/order";
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { getOrder, listOrders, type Order } from "../client/orders.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { moneyText, orderLines } from "../output/order-lines.ts";
import { printList } from "../output/print-list.ts";
import type { Column } from "../output/table.ts";
import { addCancelCommand } from "./cancel-order.ts";
import { allOption, idGiven, jsonOption, limitOption, tenantOption } from "./options.ts";
import { addPlaceCommand } from "./place-order.ts";
import { addReviewCommands } from "./review-order.ts";

const COLUMNS: readonly Column<Order>[] = [
  { title: "ORDER", value: (order) => order.id },
  { title: "STATUS", value: (order) => order.status },
  { title: "REASON", value: (order) => order.reason },
  { title: "LINES", value: (order) => order.lines.length, align: "right" },
  { title: "TOTAL", value: (order) => moneyText(order.total), align: "right" },
  { title: "PLACED", value: (order) => order.placedAt },
];

export function addOrdersCommand(parent: Command, io: Io): void {
  const orders = parent.command("orders").description("Place orders and follow them.");
  addPlaceCommand(orders, io);
  addCancelCommand(orders, io);
  addReviewCommands(orders, io);
  orders
    .command("list")
    .description("List orders, newest first.")
    .addOption(
      new Option("--status <status>", "only those that stand at it")
        .choices(ORDER_STATUSES)
        .argParser(statusGiven),
    )
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession orders list
  accession orders list --status NEEDS_REVIEW --all --json | jq -r .id
${EXIT_CODES_HELP}`,
    )
    .action(async ({ status, limit, tenant, ...options }) => {
      const pages = listOrders(await io.api(tenant), { status, limit });
      await printList(io, pages, options, COLUMNS);
    });
  orders
    .command("get")
    .description("Show an order with everything that happened to it.")
    .argument("<order>", "its id: ord_…", idGiven("order"))
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession orders get ord_0199…
  accession orders get ord_0199… --json | jq -r '.timeline[] | "\\(.at) \\(.type)"'
${EXIT_CODES_HELP}`,
    )
    .action(async (id, { json, tenant }) => {
      const order = await getOrder(await io.api(tenant), id);
      for (const line of json === true ? [jsonLine(order)] : orderLines(order)) io.print(line);
    });
}

/** A status in any case. Commander turns the error into one of usage. */
function statusGiven(value: string): string {
  const status = ORDER_STATUSES.find((known) => known === value.toUpperCase());
  if (status === undefined)
    throw new InvalidArgumentError(`Allowed choices are ${ORDER_STATUSES.join(", ")}.`);
  return status;
}
