import { DROP_REASONS } from "@accession/core/operations/drop-reason";
import { type Command, Option } from "@commander-js/extra-typings";
import { dropDeadLetters, showDeadLetters } from "../client/dead-letters.ts";
import type { Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { lettersAre } from "../output/letters-text.ts";
import { UsageError } from "../usage-error.ts";
import { collect, jsonOption, tenantOption } from "./options.ts";

export function addDropCommand(dlq: Command, io: Io): void {
  dlq
    .command("drop")
    .description("Delete letters for good.")
    .argument("<queue>", "its name, as dlq list has it")
    .option("--id <id>", "this letter; several times", collect(String))
    .addOption(
      new Option("--reason <reason>", "why nobody needs them").choices(DROP_REASONS).makeOptionMandatory(),
    )
    .option("--dry-run", "say which are there, and drop none")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Example:
  accession dlq drop OrderOutboxDeadLetters --id 7c1d… --reason done-otherwise

Exit codes: 0 all are dropped; 1 some were not there, or something failed; 2 wrong usage.`,
    )
    .action(async (queue, { id: ids = [], reason, dryRun, json, tenant }) => {
      if (ids.length === 0) throw new UsageError("Say which letters: --id, as often as you like.");
      const api = await io.api(tenant);
      if (dryRun === true) {
        for (const id of ids) {
          const there = (await showDeadLetters(api, queue, { id, limit: 1 })).length > 0;
          io.print(
            json === true ? jsonLine({ id, there }) : `${id}  ${there ? "would be dropped" : "is not there"}`,
          );
        }
        return;
      }
      const { dropped, notFound } = await dropDeadLetters(api, queue, ids, reason);
      if (json === true) io.print(jsonLine({ dropped, notFound }));
      else io.print(`${lettersAre(dropped.length)} dropped.`);
      for (const id of notFound) io.note(`✗ ${id}: not there, or somebody looks at it just now`);
      if (notFound.length > 0) io.exitCode = 1;
    });
}
