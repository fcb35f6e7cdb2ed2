import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseObjectKey, uploadKey } from "./object-key.ts";

describe("object keys", () => {
  it.each([
    ["tenants/demo/uploads/a.dcm", "demo", "a.dcm"],
    ["tenants/st-mary-2/uploads/2026/CT 1/ü+%20 .dcm", "st-mary-2", "2026/CT 1/ü+%20 .dcm"],
    ["tenants/demo/uploads/uploads/x", "demo", "uploads/x"],
    ["tenants/demo/uploads//x\ny", "demo", "/x\ny"],
  ])("reads %j", (key, slug, name) => {
    expect(parseObjectKey(key)).toEqual({ valid: true, slug, name });
  });

  it.each([
    ["", "outside-uploads"],
    ["a.dcm", "outside-uploads"],
    ["tenants/demo/a.dcm", "outside-uploads"],
    ["tenants/demo/uploads/", "outside-uploads"],
    ["/tenants/demo/uploads/a.dcm", "outside-uploads"],
    ["tenants/a/b/uploads/a.dcm", "outside-uploads"],
    ["tenants//uploads/a.dcm", "malformed-tenant"],
    ["tenants/Demo/uploads/a.dcm", "malformed-tenant"],
    ["tenants/_system/uploads/a.dcm", "malformed-tenant"],
    ["tenants/-demo/uploads/a.dcm", "malformed-tenant"],
    [`tenants/${"a".repeat(64)}/uploads/a.dcm`, "malformed-tenant"],
  ])("refuses %j", (key, reason) => {
    expect(parseObjectKey(key)).toEqual({ valid: false, reason });
  });

  it("reads back every key that it builds, with the name unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 200 }), (name) => {
        const key = uploadKey("demo", name);
        fc.pre(key !== undefined);
        expect(parseObjectKey(key)).toEqual({ valid: true, slug: "demo", name });
      }),
    );
  });

  it("builds no key that leaves the tenant's prefix, marks a folder, or is too long", () => {
    for (const name of ["../other/x", "a/../../x", "a/./b", "..", "folder/", "", "x".repeat(1010)]) {
      expect(uploadKey("demo", name), name).toBeUndefined();
    }
    expect(uploadKey("demo", "a..b/...")).toBe("tenants/demo/uploads/a..b/...");
  });
});
