import { expect, test } from "vitest";
import { instant } from "./instant.ts";

const now = () => Date.parse("2026-11-21T12:00:00Z");

test.each([
  ["2026-11-21T08:00:00Z", "2026-11-21T08:00:00.000Z"],
  ["2026-11-21T08:00+02:00", "2026-11-21T06:00:00.000Z"],
  ["2026-11-21", "2026-11-21T00:00:00.000Z"],
  ["-15m", "2026-11-21T11:45:00.000Z"],
  ["-2h", "2026-11-21T10:00:00.000Z"],
  ["-1d", "2026-11-20T12:00:00.000Z"],
  ["now", "2026-11-21T12:00:00.000Z"],
])("%s", (text, iso) => expect(instant(text, now)).toBe(iso));

test.each(["yesterday", "15m", "-15", "2026-13-01", "2026-11-21T08:00:00", ""])("%s is refused", (text) =>
  expect(() => instant(text, now)).toThrow("It must be such as"),
);
