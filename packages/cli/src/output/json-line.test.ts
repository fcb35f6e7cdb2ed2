import { expect, test } from "vitest";
import { jsonLine } from "./json-line.ts";

test("is one line without control characters, and reads back as it was", () => {
  const value = { name: "a\nb\u0085c\u2028d\u009b31m", ok: "Müller^Jörg 山田" };
  const line = jsonLine(value);
  expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  expect(line).toContain("Müller^Jörg 山田");
  expect(JSON.parse(line)).toEqual(value);
});
