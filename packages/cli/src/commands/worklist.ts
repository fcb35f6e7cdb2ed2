import { randomUUID } from "node:crypto";
import { WORKLIST_KINDS, WORKLIST_STATES } from "@accession/core/matching/worklist";
import { type Command, Option } from "@commander-js/extra-typings";
import { decideLink, listWorklist, type StudyLink, type WorklistItem } from "../client/worklist.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { printList } from "../output/print-list.ts";
import { type Column, fieldLines } from "../output/table.ts";
import { allOption, idGiven, jsonOption, limitOption, tenantOption, wholeNumber } from "./options.ts";

const COLUMNS: readonly Column<WorklistItem>[] = [
  { title: "WHAT", value: (item) => subjectOf(item).id },
  { title: "STATE", value: (item) => item.state },
  { title: "PATIENT ID", value: (item) => subjectOf(item).patientId },
  { title: "ACCESSION NUMBERS", value: (item) => subjectOf(item).numbers },
  { title: "CANDIDATE", value: (item) => firstCandidate(item)?.id },
  { title: "GRADE", value: (item) => firstCandidate(item)?.grade },
  { title: "AGAINST", value: (item) => against(item) },
];

export function addWorklistCommand(parent: Command, io: Io): void {
  const worklist = parent
    .command("worklist")
    .description("Decide which study belongs to which order, where the system could not.");
  addListCommand(worklist, io);
  addDecisionCommand(worklist, io, "link", "Let a study count for a line of an order.");
  addDecisionCommand(worklist, io, "unlink", "Take a study back from a line of an order, or turn it down.");
}

function addListCommand(worklist: Command, io: Io): void {
  worklist
    .command("list")
    .description("List studies without an order, or lines of orders without a study, newest first.")
    .addOption(new Option("--kind <kind>", "what to list").choices(WORKLIST_KINDS).default("study" as const))
    .addOption(new Option("--state <state>", "only those with this state").choices(WORKLIST_STATES))
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
The table shows the likeliest candidate of each; --json has all, with what spoke for and against them.

Examples:
  accession worklist list --state candidates
  accession worklist list --kind procedure --json | jq '.candidates[].reasons'
${EXIT_CODES_HELP}`,
    )
    .action(async ({ all, json, tenant, ...query }) => {
      await printList(io, listWorklist(await io.api(tenant), query), { all, json }, COLUMNS);
    });
}

function addDecisionCommand(worklist: Command, io: Io, change: "link" | "unlink", description: string): void {
  worklist
    .command(change)
    .description(description)
    .argument("<study>", "its id: stu_…", idGiven("study"))
    .requiredOption("--order <id>", "the order: ord_…", idGiven("order"))
    .option("--line <n>", "line of the order", (value) => wholeNumber(value, 1), 1)
    .requiredOption("--reason <text>", "why, for whoever asks later")
    .option("--idempotency-key <key>", "the same key decides once (default: a new UUID)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Example:
  accession worklist ${change} stu_0199… --order ord_0199… --reason "patient was registered twice"
${EXIT_CODES_HELP}`,
    )
    .action(async (study, { order, line, reason, idempotencyKey = randomUUID(), json, tenant }) => {
      io.note(`Idempotency-Key: ${idempotencyKey}`);
      const decision = { orderId: order, line, reason };
      const link = await decideLink(await io.api(tenant), change, study, decision, idempotencyKey);
      for (const text of json === true ? [jsonLine(link)] : linkLines(link)) io.print(text);
    });
}

function linkLines(link: StudyLink): string[] {
  return fieldLines({
    Study: link.studyId,
    Order: link.orderId,
    Line: link.line,
    Status: link.status,
    "Decided by": link.decidedBy,
  });
}

function subjectOf(item: WorklistItem) {
  if (item.kind === "study") {
    const { id, patientId, accessionNumbers } = item.study;
    return { id, patientId, numbers: accessionNumbers.map(({ value }) => value).join(" ") };
  }
  const { orderId, line, patient, accessionNumber } = item.procedure;
  return { id: lineOf(orderId, line), patientId: patient.patientId, numbers: accessionNumber };
}

function firstCandidate(item: WorklistItem) {
  if (item.kind === "study") {
    const [first] = item.candidates;
    return first && { ...first, id: lineOf(first.procedure.orderId, first.procedure.line) };
  }
  const [first] = item.candidates;
  return first && { ...first, id: first.study.id };
}

/** Everything but what is equal or was not told: that says why a person is asked. */
function against(item: WorklistItem): string | undefined {
  return firstCandidate(item)
    ?.reasons.filter((reason) => !/-(equal|absent|unnamed)$/.test(reason))
    .join(" ");
}

function lineOf(orderId: string, line: number): string {
  return `${orderId} line ${line}`;
}
