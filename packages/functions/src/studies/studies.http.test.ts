import type { Study, StudyDirectory } from "@accession/core/studies/study-directory";
import { describe, expect, it, vi } from "vitest";
import { CALLING_TENANT, type HttpEventOptions, httpEvent, lambdaContext } from "../testing/http-event.ts";

const directory = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { search: vi.fn(), get: vi.fn(), instances: vi.fn() };
});
vi.mock("../runtime/composition-queries.ts", () => ({ studyDirectory: () => directory as StudyDirectory }));

import { handler as getStudy } from "./get-study.http.ts";
import { handler as searchStudies } from "./search-studies.http.ts";

const scope = "accession/studies.read";
const id = "01990000-0000-7000-8000-000000000001";
const study: Study = {
  id,
  studyInstanceUid: "1.2.3",
  state: "arriving",
  version: 2,
  completedVersion: 1,
  patientId: "P-1",
  patientName: undefined,
  patientBirthDate: undefined,
  patientSex: undefined,
  studyDate: "20260114",
  studyTime: undefined,
  studyDescription: undefined,
  referringPhysicianName: undefined,
  accessionNumbers: [],
  modalities: ["CT"],
  seriesCount: 1,
  instanceCount: 1,
  byteCount: 10,
  firstArrivedAt: new Date("2026-01-14T10:00:00Z"),
  lastArrivedAt: new Date("2026-01-14T10:00:01Z"),
  completedAt: undefined,
  retiredAt: undefined,
};

async function ask(handler: typeof getStudy, options: HttpEventOptions) {
  const { statusCode, body } = await handler(httpEvent({ scope, ...options }), lambdaContext);
  return { status: statusCode, body: JSON.parse(body ?? "null") };
}

describe("POST /v1/studies/search", () => {
  it("lists the caller's studies without a body, and hands the cursor on", async () => {
    directory.search.mockResolvedValueOnce({ items: [study], cursor: "next" });
    const { status, body } = await ask(searchStudies, {});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      studies: [{ id: `stu_${id}`, state: "arriving", patientId: "P-1" }],
      cursor: "next",
    });
    expect(directory.search).toHaveBeenLastCalledWith(CALLING_TENANT, { limit: 50 });
  });

  it.each([
    ["an unknown field", { patient: "Doe" }, "/patient"],
    ["a date of another form", { studyDateFrom: "2026-01-14" }, "/studyDateFrom"],
    ["too long a name", { patientName: "D".repeat(65) }, "/patientName"],
    ["a name of nothing but signs", { patientName: "^-, ." }, "/patientName"],
    ["too large a page", { limit: 201 }, "/limit"],
    ["an unknown state", { state: "done" }, "/state"],
  ])("refuses %s and points to it without repeating it", async (_name, sent, pointer) => {
    const { status, body } = await ask(searchStudies, { body: sent });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer }]);
    expect(JSON.stringify(body)).not.toContain("Doe");
  });

  it("refuses a token without the scope", async () => {
    expect((await ask(searchStudies, { scope: "accession/orders.read" })).status).toBe(403);
  });
});

describe("GET /v1/studies/{id}", () => {
  it("puts the instances of the page into their series", async () => {
    const series = { id: "s-1", seriesInstanceUid: "1.2.3.4", modality: "CT", instanceCount: 1 };
    directory.get.mockResolvedValueOnce({ study, series: [series] });
    directory.instances.mockResolvedValueOnce({
      items: [
        {
          id: "i-1",
          seriesId: "s-1",
          sopInstanceUid: "1.2.3.4.5",
          receiptId: id,
          otherVersions: 1,
          fileGone: { as: "expired", at: new Date("2027-01-14T10:00:00Z") },
        },
      ],
      cursor: undefined,
    });
    const { status, body } = await ask(getStudy, { path: { id: `stu_${id}` } });
    expect(status).toBe(200);
    expect(body.series).toEqual([
      {
        seriesInstanceUid: "1.2.3.4",
        modality: "CT",
        instanceCount: 1,
        instances: [
          {
            sopInstanceUid: "1.2.3.4.5",
            receiptId: `rcp_${id}`,
            otherVersions: 1,
            fileGone: { as: "expired", at: "2027-01-14T10:00:00.000Z" },
          },
        ],
      },
    ]);
  });

  it("does not find what is another tenant's or nobody's", async () => {
    directory.get.mockResolvedValueOnce(undefined);
    const { status, body } = await ask(getStudy, { path: { id: `stu_${id}` } });
    expect([status, body.code]).toEqual([404, "study.not-found"]);
  });

  it("refuses an id of another kind", async () => {
    expect((await ask(getStudy, { path: { id: `ord_${id}` } })).status).toBe(422);
  });
});
