import type { Portion } from "@accession/core/verification/verification";
import type { WalkRequest } from "@accession/core/verification/walk-tenants";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { HttpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";
import { idsOf, repairRoute, type ToldViolation } from "./repair-route.ts";
import { verificationRoute } from "./verification-route.ts";

const TENANT = "01990000-0000-7000-8000-000000000001";
const STUDY = "01990000-0000-7000-8000-000000000002";
const KEY = "tenants/demo/uploads/Doe^John.dcm";
const portion: Portion = {
  checked: { "version-has-receipt": 2 },
  counts: { "receipts stored": 1 },
  violations: [
    {
      law: "version-has-receipt",
      problem: "no-receipt",
      tenantId: TENANT,
      subject: { kind: "version", key: KEY, versionId: "v" },
      repairable: true,
    },
    {
      law: "study-counts",
      problem: "counts-differ",
      tenantId: TENANT,
      subject: { kind: "study", id: STUDY },
    },
  ],
  cursor: KEY,
};

let asked: WalkRequest[] = [];
let told: readonly ToldViolation[] = [];
const logged: string[] = [];
const verify = verificationRoute("objects", "test", () => ({
  tenantId: async (slug) => (slug === "demo" ? TENANT : undefined),
  walk: async (request) => {
    asked.push(request);
    return portion;
  },
}));
const repair = repairRoute("index", "test", async (violations) => {
  told = violations;
  return 1;
});

beforeAll(() => {
  for (const level of ["info", "warn", "error"] as const)
    vi.spyOn(logger, level).mockImplementation((...line) => void logged.push(JSON.stringify(line)));
});
beforeEach(() => {
  asked = [];
  told = [];
});

async function call(handler: HttpHandler, body: unknown, scope = "accession/operations.write") {
  const answer = await handler(httpEvent({ body, scope }), lambdaContext);
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? "null") };
}

it("answers a portion with public ids, and a version by its key", async () => {
  const { status, body } = await call(verify, { asOf: "2026-11-21T08:00:00Z", tenant: "demo", cursor: "x" });
  expect(status).toBe(200);
  expect(asked).toEqual([
    { asOf: new Date("2026-11-21T08:00:00Z"), since: undefined, tenantId: TENANT, cursor: "x" },
  ]);
  expect(body).toMatchObject({
    checked: portion.checked,
    cursor: KEY,
    violations: [
      { tenantId: `ten_${TENANT}`, subject: { kind: "version", key: KEY } },
      { tenantId: `ten_${TENANT}`, subject: { kind: "study", id: `stu_${STUDY}` } },
    ],
  });
});

it("looks into no future, and knows its tenants", async () => {
  await call(verify, { asOf: "2999-01-01T00:00:00Z" });
  expect(asked[0]?.asOf.getTime()).toBeLessThanOrEqual(Date.now());
  expect((await call(verify, { asOf: "2026-11-21T08:00:00Z", tenant: "nobody" })).status).toBe(404);
});

it("is for those who run the system alone", async () => {
  const scope = "accession/operations.read";
  expect((await call(verify, { asOf: "2026-11-21T08:00:00Z" }, scope)).status).toBe(403);
  expect((await call(repair, { violations: [] }, scope)).status).toBe(403);
});

it("repairs what it was told, by bare ids", async () => {
  const violation = {
    law: "study-counts",
    tenantId: `ten_${TENANT}`,
    subject: { kind: "study", id: `stu_${STUDY}` },
  };
  expect(await call(repair, { violations: [violation] })).toEqual({
    status: 200,
    body: { asked: 1, repaired: 1 },
  });
  expect(idsOf(told, "study-counts")).toEqual([STUDY]);
  expect(idsOf(told, "study-completes")).toEqual([]);
  expect(told[0]?.tenantId).toBe(TENANT);
});

it("logs who asked and for what, and nothing that may name a patient", async () => {
  const violation = {
    law: "version-has-receipt",
    tenantId: `ten_${TENANT}`,
    subject: { kind: "version", key: KEY, versionId: "v" },
  };
  const named = {
    law: "study-counts",
    tenantId: `ten_${TENANT}`,
    subject: { kind: "study", id: "Doe^John" },
  };
  await call(repair, { violations: [violation, named] });
  await call(verify, { asOf: "2026-11-21T08:00:00Z", cursor: KEY });
  expect(logged.join()).toContain('"actor":"user-1"');
  expect(logged.join()).toContain(STUDY);
  expect(logged.join()).not.toContain("Doe");
});
