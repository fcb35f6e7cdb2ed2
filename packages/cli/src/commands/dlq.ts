import type { Command } from "@commander-js/extra-typings";
import {
  type DeadLetter,
  type DeadLetterQueue,
  listDeadLetters,
  showDeadLetters,
} from "../client/dead-letters.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { type Column, Table } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import { addDropCommand } from "./dlq-drop.ts";
import { addDropsCommand } from "./dlq-drops.ts";
import { addRedriveCommand } from "./dlq-redrive.ts";
import { instant } from "./instant.ts";
import { jsonOption, tenantOption, wholeNumber } from "./options.ts";

const QUEUES: readonly Column<DeadLetterQueue>[] = [
  { title: "QUEUE", value: (queue) => queue.name },
  { title: "WAITING", value: (queue) => queue.waiting, align: "right" },
  { title: "IN FLIGHT", value: (queue) => queue.inFlight, align: "right" },
  { title: "OLDEST", value: (queue) => queue.oldestSentAt },
  { title: "GOES BACK TO", value: (queue) => queue.returnsTo ?? `nowhere (${queue.holds})` },
];

const LETTERS: readonly Column<DeadLetter>[] = [
  { title: "ID", value: (letter) => letter.id },
  { title: "SENT", value: (letter) => letter.sentAt },
  { title: "RECEIVED", value: (letter) => letter.receiveCount, align: "right" },
  { title: "TYPE", value: (letter) => letter.type },
  { title: "TENANT", value: (letter) => letter.tenant },
  {
    title: "ERROR",
    value: ({ failure, deliveryError }) => failure?.code ?? failure?.fault ?? deliveryError,
  },
];

export function addDlqCommand(parent: Command, io: Io): void {
  const dlq = parent.command("dlq").description("See what failed for good, and send it back or drop it.");
  addListCommand(dlq, io);
  addShowCommand(dlq, io);
  addRedriveCommand(dlq, io);
  addDropCommand(dlq, io);
  addDropsCommand(dlq, io);
}

function addListCommand(dlq: Command, io: Io): void {
  dlq
    .command("list")
    .description("List all dead-letter queues. Exit code 1 when there is a letter in any.")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText("after", `\nExample:\n  accession dlq list\n${EXIT_CODES_HELP}`)
    .action(async ({ json, tenant }) => {
      const queues = await listDeadLetters(await io.api(tenant));
      for (const line of json === true ? queues.map(jsonLine) : new Table(QUEUES).lines(queues))
        io.print(line);
      if (queues.some(({ waiting, inFlight }) => waiting + inFlight > 0)) io.exitCode = 1;
    });
}

function addShowCommand(dlq: Command, io: Io): void {
  dlq
    .command("show")
    .description("Look at letters of a queue, oldest first. They stay there.")
    .argument("<queue>", "its name, as dlq list has it")
    .option("--id <id>", "only this letter")
    .option("--type <type>", "only of this type of event, such as order.created")
    .option("--older-than <time>", "only those first sent before then: -2h, 2026-11-21", (value) =>
      instant(value),
    )
    .option("--of-tenant <tenant>", "only of this tenant, by id or slug")
    .option("--limit <n>", "at most 50", (value) => wholeNumber(value, 1))
    .option("--body", "the message too; it may hold names of files, and so of patients")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession dlq show OrderCreatedDeadLetters
  accession dlq show IngestDeadLetters --id 7c1d… --body
${EXIT_CODES_HELP}`,
    )
    .action(async (queue, { ofTenant, body, json, tenant, ...query }) => {
      const letters = await showDeadLetters(await io.api(tenant), queue, {
        ...query,
        tenant: ofTenant,
        ...(body === true && { body: "true" as const }),
      });
      if (json === true) for (const letter of letters) io.print(jsonLine(letter));
      else for (const line of new Table(LETTERS).lines(letters)) io.print(line);
      if (body !== true || json === true) return;
      for (const letter of letters) io.print(`\n${letter.id}\n${visibleText(letter.body ?? "")}`);
    });
}
