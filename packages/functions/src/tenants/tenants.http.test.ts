import {
  SlugTaken,
  TenantNotFound,
  TenantVersionMismatch,
  tenantSettingsSchema,
} from "@accession/core/tenants/tenant-registry";
import { describe, expect, it, vi } from "vitest";
import { type HttpEventOptions, httpEvent, lambdaContext } from "../testing/http-event.ts";

const registry = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { list: vi.fn(), get: vi.fn(), register: vi.fn(), set: vi.fn() };
});
vi.mock("../runtime/composition-tenants.ts", () => ({ tenantRegistry: () => registry }));

import { handler as getTenant } from "./get-tenant.http.ts";
import { handler as listTenants } from "./list-tenants.http.ts";
import { handler as registerTenant } from "./register-tenant.http.ts";
import { handler as setTenant } from "./set-tenant.http.ts";

const id = "01990000-0000-7000-8000-000000000001";
const settings = tenantSettingsSchema.parse({ quietPeriodSeconds: 30 });
const tenant = { id, slug: "st-anna", version: 3, settings };
const path = { slug: "st-anna" };
const ifMatch = { "if-match": '"3"' };

async function ask(handler: typeof getTenant, options: HttpEventOptions) {
  const event = httpEvent({ scope: "accession/operations.write", ...options });
  const { statusCode, headers, body } = await handler(event, lambdaContext);
  return { status: statusCode, etag: headers?.["etag"], body: JSON.parse(body ?? "null") };
}

describe("the registry of tenants", () => {
  it("shows tenants with their settings and versions", async () => {
    registry.get.mockResolvedValueOnce(tenant);
    expect(await ask(getTenant, { path })).toEqual({
      status: 200,
      etag: '"3"',
      body: { id: `ten_${id}`, slug: "st-anna", version: 3, settings },
    });
    registry.list.mockResolvedValueOnce({ items: [tenant], cursor: "next" });
    expect((await ask(listTenants, {})).body).toMatchObject({
      tenants: [{ slug: "st-anna" }],
      cursor: "next",
    });
  });

  it("registers with defaults, and refuses a slug that is taken", async () => {
    registry.register.mockResolvedValueOnce(tenant);
    expect(await ask(registerTenant, { body: { slug: "st-anna" } })).toMatchObject({
      status: 201,
      etag: '"3"',
    });
    expect(registry.register.mock.lastCall?.[0]).toMatchObject({
      slug: "st-anna",
      settings: { quietPeriodSeconds: 60, timeZone: "UTC" },
    });
    registry.register.mockRejectedValueOnce(new SlugTaken());
    expect((await ask(registerTenant, { body: { slug: "st-anna" } })).status).toBe(409);
  });

  it("sets on the version that was seen only", async () => {
    registry.set.mockResolvedValueOnce({ ...tenant, version: 4 });
    expect(await ask(setTenant, { path, body: { quietPeriodSeconds: 5 }, headers: ifMatch })).toMatchObject({
      status: 200,
      etag: '"4"',
    });
    expect(registry.set.mock.lastCall).toEqual(["st-anna", { quietPeriodSeconds: 5, timeZone: "UTC" }, 3]);
    registry.set.mockRejectedValueOnce(new TenantVersionMismatch());
    expect((await ask(setTenant, { path, body: {}, headers: ifMatch })).status).toBe(412);
    expect((await ask(setTenant, { path, body: {} })).status).toBe(428);
    registry.set.mockRejectedValueOnce(new TenantNotFound());
    expect((await ask(setTenant, { path, body: {}, headers: ifMatch })).status).toBe(404);
  });

  it.each([
    ["a quiet period that no message waits for", { quietPeriodSeconds: 901 }, "/quietPeriodSeconds"],
    ["a retention of no day", { retentionDays: 0 }, "/retentionDays"],
    ["a retention beyond the bucket's own", { retentionDays: 366 }, "/retentionDays"],
    ["a time zone that is none", { timeZone: "Europe/Atlantis" }, "/timeZone"],
    ["an empty issuer", { defaultIssuer: " " }, "/defaultIssuer"],
    ["what it does not know", { colour: "red" }, "/colour"],
  ])("refuses %s", async (_name, body, pointer) => {
    const answer = await ask(setTenant, { path, body, headers: ifMatch });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it.each(["Demo", "-a", "a/b", "_system", ""])("refuses the slug %j", async (slug) => {
    expect((await ask(registerTenant, { body: { slug } })).status).toBe(422);
  });

  it("is for the operators of the system", async () => {
    const scope = "accession/operations.read accession/orders.write";
    expect((await ask(listTenants, { scope })).status).toBe(403);
  });
});
