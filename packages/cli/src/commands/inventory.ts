import { randomUUID } from "node:crypto";
import { REQUESTED_KINDS } from "@accession/core/inventory/movement-request";
import { type Command, Option } from "@commander-js/extra-typings";
import { CliError } from "../client/cli-error.ts";
import { getStock, moveStock, putStock, type Stock } from "../client/inventory.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { fieldLines } from "../output/table.ts";
import { jsonOption, tenantOption, wholeNumber } from "./options.ts";

export function addInventoryCommand(parent: Command, io: Io): void {
  const inventory = parent.command("inventory").description("See and change the stock of articles.");
  addGetCommand(inventory, io);
  addPutCommand(inventory, io);
  addMoveCommand(inventory, io);
}

function addGetCommand(inventory: Command, io: Io): void {
  inventory
    .command("get")
    .description("Show the stock of an article.")
    .argument("<sku>", "the article")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession inventory get GADOLINIUM-10ML\n${EXIT_CODES_HELP}`)
    .action(async (sku, { json, tenant }) => {
      const stock = await getStock(await io.api(tenant), sku);
      if (stock === undefined) {
        throw new CliError(
          "inventory.not-found",
          `No stock is recorded for ${sku}.`,
          `Record it: accession inventory put ${sku} --available <n>`,
        );
      }
      printStock(io, stock, json);
    });
}

function addPutCommand(inventory: Command, io: Io): void {
  inventory
    .command("put")
    .description("Say how much of an article is available, whatever was before: a count.")
    .argument("<sku>", "the article")
    .requiredOption("--available <n>", "free to be sold", (value) => wholeNumber(value, 0))
    .option("--version <n>", "refuse unless the stock stands at it; 0: unless there is none", (value) =>
      wholeNumber(value, 0),
    )
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession inventory put GADOLINIUM-10ML --available 100
  accession inventory put GADOLINIUM-10ML --available 96 --version 3
${EXIT_CODES_HELP}`,
    )
    .action(async (sku, { available, version, json, tenant }) => {
      const api = await io.api(tenant);
      const expected = version ?? (await getStock(api, sku))?.version ?? 0;
      printStock(io, await putStock(api, sku, available, expected), json);
    });
}

function addMoveCommand(inventory: Command, io: Io): void {
  inventory
    .command("move")
    .description("Add a movement to the ledger of an article.")
    .argument("<sku>", "the article")
    .addOption(
      new Option("--kind <kind>", "received and returned add, damaged and lost take away")
        .choices(REQUESTED_KINDS)
        .default("received" as const),
    )
    .requiredOption("--quantity <n>", "how much", (value) => wholeNumber(value, 1))
    .option("--idempotency-key <key>", "the same key moves once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession inventory move GADOLINIUM-10ML --quantity 50
  accession inventory move GADOLINIUM-10ML --kind damaged --quantity 2
${EXIT_CODES_HELP}`,
    )
    .action(async (sku, { quantity, kind, idempotencyKey = randomUUID(), json, tenant }) => {
      io.note(`Idempotency-Key: ${idempotencyKey}`);
      printStock(io, await moveStock(await io.api(tenant), sku, { kind, quantity }, idempotencyKey), json);
    });
}

function printStock(io: Io, stock: Stock, json: true | undefined): void {
  const { sku, available, reserved, onHand, version } = stock;
  const fields = {
    Article: sku,
    Available: available,
    Reserved: reserved,
    "On hand": onHand,
    Version: version,
  };
  for (const line of json === true ? [jsonLine(stock)] : fieldLines(fields)) io.print(line);
}
