import { STUDY_STATES } from "@accession/core/studies/study-directory";
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { getStudy, type Series, type Study, type StudyWithSeries, searchStudies } from "../client/studies.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { printList } from "../output/print-list.ts";
import { type Column, fieldLines, Table } from "../output/table.ts";
import { allOption, idGiven, jsonOption, limitOption, tenantOption } from "./options.ts";

const COLUMNS: readonly Column<Study>[] = [
  { title: "STUDY", value: (study) => study.id },
  { title: "STATE", value: (study) => study.state },
  { title: "PATIENT ID", value: (study) => study.patientId },
  { title: "ACCESSION NUMBERS", value: (study) => accessionNumbers(study) },
  { title: "DATE", value: (study) => study.studyDate },
  { title: "MODALITIES", value: (study) => study.modalities.join(" ") },
  { title: "SERIES", value: (study) => study.seriesCount, align: "right" },
  { title: "INSTANCES", value: (study) => study.instanceCount, align: "right" },
];

export function addStudiesCommand(parent: Command, io: Io): void {
  const studies = parent.command("studies").description("Find studies, and see what is in them.");
  addListCommand(studies, io);
  addGetCommand(studies, io);
}

function addListCommand(studies: Command, io: Io): void {
  studies
    .command("list")
    .description("List studies, the newest study date first.")
    .option("--patient-id <id>", "of this patient")
    .option("--patient-name <beginning>", "of patients whose name begins so: doe^ja, or Müll")
    .option("--accession-number <number>", "with this accession number")
    .option("--modality <code>", "with a series of it: CT, MR, US, …")
    .addOption(
      new Option("--state <state>", "only those that still arrive, or are complete").choices(STUDY_STATES),
    )
    .addOption(studyDate("--from", "of this study date or a later one: 2026-11-21"))
    .addOption(studyDate("--to", "of this study date or an earlier one"))
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession studies list --modality CT
  accession studies list --patient-id 4711 --json
  accession studies list --patient-name doe^ja --from 2026-01-01
${EXIT_CODES_HELP}`,
    )
    .action(async ({ all, json, tenant, from: studyDateFrom, to: studyDateTo, ...rest }) => {
      const query = { ...rest, studyDateFrom, studyDateTo };
      await printList(io, searchStudies(await io.api(tenant), query), { all, json }, COLUMNS);
    });
}

/** A day as people write it or as DICOM does; the API takes the latter. */
function studyDate<const Flag extends string>(flag: Flag, description: string) {
  return new Option(`${flag} <date>`, description).argParser((value) => {
    const date = value.replaceAll("-", "");
    if (!/^\d{8}$/.test(date)) throw new InvalidArgumentError("It must be such as 2026-11-21 or 20261121.");
    return date;
  });
}

function addGetCommand(studies: Command, io: Io): void {
  studies
    .command("get")
    .description("Show a study with its series; with --json also its instances.")
    .argument("<study>", "its id: stu_…", idGiven("study"))
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Examples:
  accession studies get stu_0199…
  accession studies get stu_0199… --json | jq '.series[].instances | length'
${EXIT_CODES_HELP}`,
    )
    .action(async (id, { json, tenant }) => {
      const study = await getStudy(await io.api(tenant), id, { instances: json === true });
      for (const line of json === true ? [jsonLine(study)] : studyLines(study)) io.print(line);
    });
}

function studyLines(study: StudyWithSeries): string[] {
  const series = new Table<Series>([
    { title: "SERIES", value: (one) => one.seriesNumber, align: "right" },
    { title: "MODALITY", value: (one) => one.modality },
    { title: "DESCRIPTION", value: (one) => one.seriesDescription },
    { title: "INSTANCES", value: (one) => one.instanceCount, align: "right" },
    { title: "UID", value: (one) => one.seriesInstanceUid },
  ]);
  return [
    ...fieldLines({
      Study: study.id,
      State: study.state,
      "Patient id": study.patientId,
      Patient: study.patientName,
      "Accession numbers": accessionNumbers(study) || undefined,
      Date: study.studyDate,
      Description: study.studyDescription,
      UID: study.studyInstanceUid,
      Instances: study.instanceCount,
    }),
    "",
    ...series.lines(study.series),
  ];
}

function accessionNumbers(study: Study): string {
  return study.accessionNumbers.map((one) => one.value).join(" ");
}
