import { describe, expect, it } from "vitest";
import type { TenantSettings } from "../tenants/tenant-directory.ts";
import { type CreateUploadsContext, createUploads } from "./create-uploads.ts";

const DEMO: TenantSettings = { id: "t-1", slug: "demo", quietPeriodSeconds: 60, defaultIssuer: undefined };

const context: CreateUploadsContext = {
  tenants: {
    bySlug: async () => undefined,
    byId: async (id) => (id === DEMO.id ? DEMO : undefined),
  },
  signer: { sign: async (key, { contentLength, seconds }) => `signed:${key}:${contentLength}:${seconds}` },
  clock: { now: () => new Date("2026-01-14T10:00:00Z") },
};

describe("creating uploads", () => {
  it("signs one URL per file under the tenant's own prefix, in order", async () => {
    const slots = await createUploads(context, DEMO.id, [
      { name: "b c.dcm", contentLength: 7 },
      { name: "a/ü.dcm" },
    ]);
    expect(slots).toEqual([
      {
        key: "tenants/demo/uploads/b c.dcm",
        url: "signed:tenants/demo/uploads/b c.dcm:7:900",
        expiresAt: new Date("2026-01-14T10:15:00Z"),
      },
      {
        key: "tenants/demo/uploads/a/ü.dcm",
        url: "signed:tenants/demo/uploads/a/ü.dcm:undefined:900",
        expiresAt: new Date("2026-01-14T10:15:00Z"),
      },
    ]);
  });

  it("points to every name that cannot be a key, and does not repeat it", async () => {
    const files = [{ name: "ok" }, { name: "../other/uploads/Doe^John" }, { name: "folder/" }];
    await expect(createUploads(context, DEMO.id, files)).rejects.toMatchObject({
      kind: "unprocessable",
      code: "upload.invalid-name",
      issues: [{ pointer: "/files/1/name" }, { pointer: "/files/2/name" }],
      message: expect.not.stringContaining("Doe"),
    });
  });

  it("refuses a tenant that does not exist any more", async () => {
    await expect(createUploads(context, "t-2", [{ name: "a" }])).rejects.toMatchObject({
      code: "tenant.unknown",
    });
  });
});
