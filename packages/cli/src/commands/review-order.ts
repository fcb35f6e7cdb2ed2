/** `accession orders retry|compensate|resolve`: what a person decides about an order in NEEDS_REVIEW. */
import { randomUUID } from "node:crypto";
import { RESOLUTIONS, REVIEW_REASONS } from "@accession/core/orders/review-decision";
import { type Command, Option } from "@commander-js/extra-typings";
import { decideReview } from "../client/orders.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { fieldLines } from "../output/table.ts";
import { idGiven, jsonOption, tenantOption } from "./options.ts";

export function addReviewCommands(parent: Command, io: Io): void {
  reviewCommand(parent, "retry", "Have an order in NEEDS_REVIEW go on from where it stood, as its next run.")
    .addHelpText("after", examples("accession orders retry ord_0199… --reason cause-mended"))
    .action((id, { reason, ...options }) => decide(io, id, { verb: "retry", body: { reason } }, options));
  reviewCommand(parent, "compensate", "Have an order in NEEDS_REVIEW undone; what was charged is paid back.")
    .addHelpText("after", examples("accession orders compensate ord_0199… --reason agreed-with-customer"))
    .action((id, { reason, ...options }) =>
      decide(io, id, { verb: "compensate", body: { reason } }, options),
    );
  reviewCommand(parent, "resolve", "Say how an order in NEEDS_REVIEW ended, as you settled it elsewhere.")
    .addOption(new Option("--as <ending>", "how it ended").choices(RESOLUTIONS).makeOptionMandatory())
    .option("--note <text>", "for whoever reads the order later, at most 500 characters")
    .addHelpText(
      "after",
      examples(
        'accession orders resolve ord_0199… --as completed --reason checked-with-gateway --note "charged by hand"',
      ),
    )
    .action((id, { as, reason, note, ...options }) =>
      decide(io, id, { verb: "resolve", body: { as, reason, note } }, options),
    );
}

function reviewCommand(parent: Command, name: string, description: string) {
  return parent
    .command(name)
    .description(description)
    .argument("<order>", "its id: ord_…", idGiven("order"))
    .addOption(
      new Option("--reason <code>", "what the decision rests on")
        .choices(REVIEW_REASONS)
        .makeOptionMandatory(),
    )
    .option("--idempotency-key <key>", "the same key decides once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption());
}

async function decide(
  io: Io,
  id: string,
  decision: Parameters<typeof decideReview>[2],
  options: {
    readonly idempotencyKey?: string | undefined;
    readonly json?: true | undefined;
    readonly tenant: string;
  },
): Promise<void> {
  const key = options.idempotencyKey ?? randomUUID();
  io.note(`Idempotency-Key: ${key}`);
  const order = await decideReview(await io.api(options.tenant), id, decision, key);
  if (options.json === true) return io.print(jsonLine(order));
  for (const line of fieldLines({ Order: order.id, Status: order.status })) io.print(line);
  if (decision.verb !== "resolve") io.note(`Follow it: accession orders get ${order.id}`);
}

function examples(example: string): string {
  return `
Needs a user in the group operators.

Examples:
  ${example}
${EXIT_CODES_HELP}`;
}
