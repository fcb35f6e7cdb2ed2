import { expect, it } from "vitest";
import { faultFields } from "./fault-fields.ts";

it("says class, code and place of an error, and nothing of its message", () => {
  const message = "Key (name)=(Doe^Jane) exists\n    at Doe^Jane, born 1970-01-31 at 10:12:30\n at /Doe:1:2";
  const error = Object.assign(new TypeError(message, { cause: new RangeError("Doe") }), { code: "23505" });
  const fields = faultFields(error);
  expect(fields).toMatchObject({ fault: "TypeError", code: "23505", cause: "RangeError" });
  expect(fields.at[0]).toMatch(/^at .*fault-fields\.test\.ts:\d+:\d+\)?$/);
  expect(JSON.stringify(fields)).not.toContain("Doe");
});

it("keeps frames of functions, of promises and of Node itself", async () => {
  const failing = async () => {
    await Promise.resolve();
    return JSON.parse("{");
  };
  const error: unknown = await failing().catch((thrown: unknown) => thrown);
  const { at } = faultFields(error);
  expect(at.some((line) => line.startsWith("at failing ("))).toBe(true);
});

it("says the type of what is thrown without being an error", () => {
  expect(faultFields("Doe^Jane")).toEqual({ fault: "string", at: [] });
});
