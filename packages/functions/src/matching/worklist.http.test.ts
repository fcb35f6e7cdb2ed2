import type { HandDecision, StudyLink } from "@accession/core/matching/link-by-hand";
import { ProcedureReleased } from "@accession/core/matching/linking-errors";
import type { ProcedureOnWorklist } from "@accession/core/matching/worklist";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CALLING_TENANT, type HttpEventOptions, httpEvent, lambdaContext } from "../testing/http-event.ts";

const mocks = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return {
    studies: vi.fn(),
    procedures: vi.fn(),
    link: vi.fn(),
    unlink: vi.fn(),
    find: vi.fn(),
    /** Answers by key and digest, as the cache keeps them. */
    answers: new Map<string, unknown>(),
  };
});
vi.mock("../runtime/composition-worklist.ts", () => ({
  worklist: () => ({ studies: mocks.studies, procedures: mocks.procedures }),
  linkByHandContext: () => ({
    linking: { link: mocks.link, unlink: mocks.unlink, find: mocks.find },
    publisher: { publish: async () => [] },
  }),
}));
vi.mock("../runtime/idempotent-request.ts", async (original) => ({
  ...(await original<object>()),
  onceForKey: async (_request: unknown, argument: object, effect: () => Promise<unknown>) => {
    const key = JSON.stringify(argument);
    const replayed = mocks.answers.has(key);
    if (!replayed) mocks.answers.set(key, await effect());
    return { answer: mocks.answers.get(key), replayed };
  },
}));

import { handler as linkStudy } from "./link-study.http.ts";
import { handler as listWorklist } from "./list-worklist.http.ts";
import { handler as unlinkStudy } from "./unlink-study.http.ts";

const STUDY = "01990000-0000-7000-8000-000000000001";
const ORDER = "01990000-0000-7000-8000-000000000002";
const link: StudyLink = {
  ...{ studyId: STUDY, orderId: ORDER, line: 1 },
  status: "linked",
  grade: "manual",
  reasons: ["by-hand"],
  version: 1,
  decidedBy: "user-1",
  decidedAt: new Date("2026-11-21T08:00:00Z"),
};
const item: ProcedureOnWorklist = {
  state: "no-candidate",
  procedure: {
    ...{ orderId: ORDER, line: 1, accessionNumber: "A-1", patient: { patientId: "4711" } },
    state: "waiting",
    fulfilled: false,
    deadlineAt: "2026-12-05T08:00:00.000Z",
  },
  candidates: [],
};

async function ask(handler: typeof linkStudy, options: HttpEventOptions) {
  const { statusCode, body, headers } = await handler(httpEvent(options), lambdaContext);
  return { status: statusCode, body: JSON.parse(body ?? "null"), headers };
}
const list = (query: Record<string, string>) =>
  ask(listWorklist, { scope: "accession/worklist.read", query });
const decide = (handler: typeof linkStudy, options: HttpEventOptions = {}) =>
  ask(handler, {
    scope: "accession/worklist.write",
    path: { id: `stu_${STUDY}` },
    body: { orderId: `ord_${ORDER}`, line: 1, reason: "Doe^Jane, see the paper" },
    headers: { "idempotency-key": "key-1" },
    ...options,
  });

beforeEach(() => {
  vi.clearAllMocks();
  mocks.answers.clear();
  mocks.find.mockResolvedValue(link);
  mocks.link.mockResolvedValue({ link, events: [] });
  mocks.unlink.mockResolvedValue({ link, events: [] });
});

describe("GET /v1/worklist", () => {
  it("lists studies unless procedures are asked for, with public ids", async () => {
    mocks.studies.mockResolvedValueOnce({ items: [], cursor: "next" });
    expect((await list({})).body).toEqual({ items: [], cursor: "next" });
    expect(mocks.studies).toHaveBeenLastCalledWith(CALLING_TENANT, { limit: 50 });
    mocks.procedures.mockResolvedValueOnce({ items: [item], cursor: undefined });
    const { body } = await list({ kind: "procedure", state: "no-candidate", limit: "5" });
    expect(body.items).toMatchObject([
      { kind: "procedure", procedure: { orderId: `ord_${ORDER}`, patient: { patientId: "4711" } } },
    ]);
    expect(mocks.procedures).toHaveBeenLastCalledWith(CALLING_TENANT, { state: "no-candidate", limit: 5 });
  });

  it.each([
    ["kind", "patient"],
    ["state", "done"],
    ["limit", "201"],
    ["patientId", "PAT-4711"],
  ])("refuses %s=%s", async (name, value) => {
    const { status, body } = await list({ [name]: value });
    expect([status, body.errors[0].pointer]).toEqual([422, `/query/${name}`]);
    expect(JSON.stringify(body)).not.toContain("PAT-4711");
  });

  it("refuses a token without the scope", async () => {
    expect((await ask(listWorklist, { scope: "accession/studies.read" })).status).toBe(403);
  });
});

describe.each([
  ["link", linkStudy, mocks.link],
  ["unlink", unlinkStudy, mocks.unlink],
])("POST /v1/studies/{id}/%s", (_, handler, effect) => {
  it("decides as the caller, and answers the link without the reason", async () => {
    const { status, body } = await decide(handler);
    expect(status).toBe(200);
    expect(body).toMatchObject({ studyId: `stu_${STUDY}`, orderId: `ord_${ORDER}`, decidedBy: "user-1" });
    expect(JSON.stringify(body)).not.toContain("Doe");
    const decision: HandDecision = effect.mock.calls[0]?.[0];
    expect(decision).toMatchObject({
      ...{ tenantId: CALLING_TENANT, studyId: STUDY, orderId: ORDER, line: 1 },
      note: "Doe^Jane, see the paper",
      meta: { actor: "user-1" },
    });
    expect(decision.requestKey).not.toContain("key-1");
  });

  it("decides once for one Idempotency-Key", async () => {
    await decide(handler);
    const { headers } = await decide(handler);
    expect(effect).toHaveBeenCalledTimes(1);
    expect(headers).toMatchObject({ "idempotency-replayed": "true" });
  });

  it.each([
    ["no key", { headers: {} }, 400, undefined],
    ["no reason", { body: { orderId: `ord_${ORDER}`, line: 1 } }, 422, "/reason"],
    ["a blank reason", { body: { orderId: `ord_${ORDER}`, line: 1, reason: "  " } }, 422, "/reason"],
    ["line 0", { body: { orderId: `ord_${ORDER}`, line: 0, reason: "Doe" } }, 422, "/line"],
    ["an id of another kind", { path: { id: `ord_${ORDER}` } }, 422, "/path/id"],
    ["a token that may only read", { scope: "accession/worklist.read" }, 403, undefined],
  ] as const)("refuses %s", async (_name, options, status, pointer) => {
    const answer = await decide(handler, options);
    expect(answer.status).toBe(status);
    if (pointer !== undefined) expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(JSON.stringify(answer.body)).not.toContain("Doe");
    expect(effect).not.toHaveBeenCalled();
  });

  it("answers a conflict with the present state as one", async () => {
    effect.mockRejectedValueOnce(new ProcedureReleased());
    const { status, body } = await decide(handler);
    expect([status, body.code]).toEqual([409, "procedure.released"]);
  });
});
