import { describe, expect, test } from "vitest";
import { requestKeyOf } from "./idempotent-request.ts";

const caller = { tenantId: "t1", principal: "u1", scopes: new Set<string>() };
const key = (
  header: string | undefined,
  changes: Partial<typeof caller> = {},
  route = "POST /v1/orders",
  target = "",
) =>
  requestKeyOf({ caller: { ...caller, ...changes }, route, headers: { "idempotency-key": header } }, target);

describe("the key of a request", () => {
  test("is the same quoted and bare", () => {
    expect(key('"abc"')).toBe(key("abc"));
  });

  test("belongs to one tenant, principal, route and target", () => {
    const keys = [
      key("abc"),
      key("abc", { tenantId: "t2" }),
      key("abc", { principal: "u2" }),
      key("abc", {}, "POST /v1/other"),
      key("abc", {}, "POST /v1/orders", "x"),
      key("abcd"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("cannot be put together differently", () => {
    expect(key("c", { principal: 'u1","b' })).not.toBe(key('b","c'));
  });

  test.each([
    [undefined, "request.idempotency-key-missing"],
    ["", "request.idempotency-key-missing"],
    ['""', "request.idempotency-key-malformed"],
    ['"', "request.idempotency-key-malformed"],
    ['"abc', "request.idempotency-key-malformed"],
    ['"a b"', "request.idempotency-key-malformed"],
    [`"${"a".repeat(256)}"`, "request.idempotency-key-malformed"],
    ["a b", "request.idempotency-key-malformed"],
    ["schlüssel", "request.idempotency-key-malformed"],
    ["a".repeat(256), "request.idempotency-key-malformed"],
  ])("%j is refused with 400", (header, code) => {
    expect(() => key(header)).toThrow(expect.objectContaining({ kind: "invalid", code }));
  });

  test("may be 255 characters long", () => {
    expect(key("a".repeat(255))).toContain("a".repeat(255));
    expect(key(`"${"a".repeat(255)}"`)).toBe(key("a".repeat(255)));
  });
});
