import { randomUUID } from "node:crypto";
import { CANCEL_REASONS } from "@accession/core/orders/cancel-order";
import { type Command, Option } from "@commander-js/extra-typings";
import { cancelOrder } from "../client/orders.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { fieldLines } from "../output/table.ts";
import { idGiven, jsonOption, tenantOption } from "./options.ts";

export function addCancelCommand(parent: Command, io: Io): void {
  parent
    .command("cancel")
    .description("Take an order back, before it is charged.")
    .argument("<order>", "its id: ord_…", idGiven("order"))
    .addOption(new Option("--reason <code>", "why").choices(CANCEL_REASONS).default("requested" as const))
    .option("--idempotency-key <key>", "the same key cancels once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
The order is undone step by step; an order that waits for studies gives them back to the worklist.

Examples:
  accession orders cancel ord_0199… --reason duplicate
${EXIT_CODES_HELP}`,
    )
    .action(async (id, { reason, idempotencyKey = randomUUID(), json, tenant }) => {
      io.note(`Idempotency-Key: ${idempotencyKey}`);
      const order = await cancelOrder(await io.api(tenant), id, reason, idempotencyKey);
      if (json === true) return io.print(jsonLine(order));
      for (const line of fieldLines({ Order: order.id, Status: order.status })) io.print(line);
      if (order.status === "CANCELLED") io.note("The order is cancelled.");
      else io.note(`The cancel is accepted. Follow it: accession orders get ${order.id}`);
    });
}
