import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const STUDY = {
  id: "stu_1",
  studyInstanceUid: "2.25.1",
  state: "complete",
  patientId: "4711",
  patientName: "Müller^Jörg",
  studyDate: "20261121",
  accessionNumbers: [{ value: "A-1", issuer: "RIS" }, { value: "A-2" }],
  modalities: ["CT", "SR"],
  seriesCount: 1,
  instanceCount: 3,
};

function series(...uids: string[]) {
  return [
    {
      seriesInstanceUid: "2.25.2",
      seriesNumber: "1",
      modality: "CT",
      instanceCount: 3,
      instances: uids.map((sopInstanceUid) => ({ sopInstanceUid })),
    },
  ];
}

async function studies(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["studies", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("list searches in a body: a patient is in no URL", async () => {
  const args = [
    "--patient-id",
    "4711",
    "--patient-name",
    "müll^j",
    "--from",
    "2026-01-01",
    "--to",
    "20261231",
    "--accession-number",
    "A-1",
    "--modality",
    "CT",
    "--state",
    "complete",
  ];
  const { io, requests } = await studies(["list", ...args], { body: { studies: [STUDY] } });
  expect(requests[0]?.url.href).toMatch(/\/v1\/studies\/search$/);
  expect(requests[0]?.json()).toEqual({
    patientId: "4711",
    patientName: "müll^j",
    accessionNumber: "A-1",
    modality: "CT",
    state: "complete",
    studyDateFrom: "20260101",
    studyDateTo: "20261231",
  });
  expect(io.printed).toEqual([
    "STUDY  STATE     PATIENT ID  ACCESSION NUMBERS  DATE      MODALITIES  SERIES  INSTANCES",
    "stu_1  complete  4711        A-1 A-2            20261121  CT SR            1          3",
  ]);
});

test("get shows the series without asking for all instances", async () => {
  const { io, requests } = await studies(["get", "stu_1"], {
    body: { ...STUDY, series: series("a"), cursor: "more" },
  });
  expect(requests.map((request) => request.url.search)).toEqual(["?limit=1"]);
  expect(io.printed).toContain("Patient            Müller^Jörg");
  expect(io.printed.at(-1)).toBe("     1  CT                             3  2.25.2");
});

test("get --json has the instances of all pages", async () => {
  const { io, requests } = await studies(
    ["get", "stu_1", "--json"],
    { body: { ...STUDY, series: series("a", "b"), cursor: "next" } },
    { body: { ...STUDY, series: series("c") } },
  );
  expect(requests.map((request) => request.url.searchParams.get("cursor"))).toEqual([null, "next"]);
  expect(io.printed).toHaveLength(1);
  expect(JSON.parse(io.printed[0] ?? "")).toEqual({ ...STUDY, series: series("a", "b", "c") });
});
