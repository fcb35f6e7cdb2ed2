import type { Command } from "@commander-js/extra-typings";
import { repair } from "../client/repair.ts";
import { type LawResult, VerificationSum, type Violation, verify } from "../client/verification.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { type Column, Table } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";
import { UsageError } from "../usage-error.ts";
import { instant, TIMES_HELP } from "./instant.ts";
import { mendingOf } from "./mending.ts";
import { jsonOption } from "./options.ts";

/** Longer than an event takes through all queues when nothing fails, so that only what is lost is named. */
const SETTLE = "-2m";
/** Violations that are shown one by one; a table says how many there are of each law. */
const SHOWN_PER_LAW = 20;

const LAWS: readonly Column<LawResult>[] = [
  { title: "LAW", value: ({ law }) => law },
  { title: "CHECKED", value: ({ checked }) => checked, align: "right" },
  { title: "HOLDS", value: ({ violations }) => (violations === 0 ? "yes" : `no: ${violations}`) },
];

export function addVerifyCommand(parent: Command, io: Io): void {
  parent
    .command("verify")
    .description("Prove that nothing was lost: hold everything that is stored against everything else.")
    .option("--tenant <slug>", "only this tenant's")
    .option("--since <time>", "only what came in since", (value) => instant(value))
    .option("--as-of <time>", `leave alone what happened later (default: ${SETTLE})`, (value) =>
      instant(value),
    )
    .option("--repair", "mend what needs nobody's judgement: ingest, recount, publish, go on with an order")
    .option("--as <slug>", "the tenant of the user who asks, an operator of the system", "demo")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Each law that does not hold is named with what breaks it and the command that mends it.
${TIMES_HELP}

Examples:
  accession verify
  accession verify --tenant demo --since -1d
  accession verify --repair
  accession verify --as-of now --json
${EXIT_CODES_HELP}`,
    )
    .action(async ({ tenant, since, asOf = instant(SETTLE), repair: mend = false, as, json }) => {
      if (asOf > instant("now"))
        throw new UsageError("--as-of is in the future, of which nothing can be said yet.");
      const api = await io.api(as);
      const mended = { asked: 0, repaired: 0 };
      const sum = new VerificationSum();
      const shown = new Map<string, number>();
      for await (const portion of verify(api, { asOf, since, tenant })) {
        sum.add(portion);
        for (const violation of portion.violations) {
          const count = (shown.get(violation.law) ?? 0) + 1;
          shown.set(violation.law, count);
          if (json === true) io.print(jsonLine({ ...violation, mend: mendingOf(violation) }));
          else if (count <= SHOWN_PER_LAW) for (const line of violationLines(violation)) io.print(line);
        }
        if (!mend) continue;
        const report = await repair(api, portion);
        mended.asked += report.asked;
        mended.repaired += report.repaired;
      }
      if (mend)
        io.note(
          `${mended.repaired} of ${mended.asked} violations that can be repaired were. Verify again when it has settled.`,
        );
      if (json === true) io.print(jsonLine({ asOf, laws: sum.laws, counts: sum.counts }));
      else for (const line of [...sumLines(sum), verdict(sum, asOf)]) io.print(line);
      if (sum.violations > 0) io.exitCode = 1;
    });
}

function violationLines(violation: Violation): string[] {
  const { law, problem, tenantId, subject, facts = {} } = violation;
  const name = subject.id ?? `${subject.key} ${subject.versionId}`;
  const shown = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
  const about = [tenantId ?? "", ...shown].filter((part) => part !== "").join(", ");
  return [
    visibleText(`✗ ${law}: ${problem}: ${subject.kind} ${name}${about === "" ? "" : ` (${about})`}`),
    `  Mend: ${visibleText(mendingOf(violation))}`,
  ];
}

/** Which laws hold, and what there is. */
export function sumLines(sum: VerificationSum): string[] {
  const counts = Object.entries(sum.counts).map(([name, count]) => `${count} ${name}`);
  return [
    ...new Table(LAWS).lines(sum.laws),
    ...(counts.length === 0 ? [] : [`There are ${counts.join(", ")}.`]),
  ];
}

function verdict({ violations }: VerificationSum, asOf: string): string {
  return violations === 0
    ? `Everything adds up as of ${asOf}.`
    : `${violations === 1 ? "1 violation" : `${violations} violations`} as of ${asOf}. See docs/runbook.md.`;
}
