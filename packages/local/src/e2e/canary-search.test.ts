import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { markersOf, needlesOf, newCanary } from "./canary-markers.ts";
import { findNeedles, findPlaces } from "./canary-search.ts";

const canary = newCanary();
const markers = markersOf(canary);
const needles = needlesOf(canary);
const values = Object.values(markers).map((value) => (typeof value === "string" ? value : value(7)));

const base64 = (offset: number) => (value: string) =>
  Buffer.from(`${"x".repeat(offset)}${value}yz`).toString("base64");

describe.each([
  ["as they are", (value: string) => value],
  ["in a sentence", (value: string) => `duplicate key value (${value}) exists`],
  ["in capitals", (value: string) => value.toUpperCase()],
  ["as JSON in JSON", (value: string) => JSON.stringify({ body: JSON.stringify({ value }) })],
  ["in a URL", (value: string) => `https://x.test/?q=${encodeURIComponent(value)}`],
  ["in a form", (value: string) => new URLSearchParams({ value }).toString()],
  ["in Base64", base64(0)],
  ["in Base64, a byte on", base64(1)],
  ["in Base64, two bytes on", base64(2)],
  ["in Base64 of JSON", (value: string) => base64(1)(JSON.stringify({ value }))],
  [
    "in Base64 for URLs, in capitals",
    (value: string) => Buffer.from(value.toUpperCase()).toString("base64url"),
  ],
  ["in hexadecimal", (value: string) => Buffer.from(`a${value}`).toString("hex")],
  ["as a digest", (value: string) => createHash("sha256").update(value).digest("base64url")],
])("values of a patient are found %s", (_, encode) => {
  it.each(values)("%s", (value) => {
    expect(findNeedles(encode(value), needles)).not.toEqual([]);
  });
});

it("parts of a name are found in another order", () => {
  const [family = "", given = ""] = markers.patientName.split("^");
  expect(findNeedles(`${given} ${family}`, needles)).not.toEqual([]);
});

it("a date is found in the ways to write it, and not in a longer number", () => {
  const [year, month, day] = [
    markers.birthDate.slice(0, 4),
    markers.birthDate.slice(4, 6),
    markers.birthDate.slice(6),
  ];
  for (const by of ["", "-", "/", "."])
    expect(findNeedles([year, month, day].join(by), needles)).not.toEqual([]);
  expect(findNeedles(`4${markers.birthDate}1`, needles)).toEqual([]);
});

it("nothing is found of another canary, in any form", () => {
  const others = Object.values(
    markersOf({ word: "zzzzzzzz", digits: "1111111111111111", birthDate: "18000101" }),
  );
  const text = others.map((value) => (typeof value === "string" ? value : value(7))).join("\n");
  expect(findNeedles(text + Buffer.from(text).toString("base64"), needles)).toEqual([]);
});

it("a place is found by its own name too", () => {
  const places = [
    { name: "empty", texts: [] },
    { name: `execution ${markers.patientId}`, texts: [] },
    { name: "row", texts: ["nothing", markers.street] },
  ];
  expect([...findPlaces(places, needles).keys()]).toEqual([`execution ${markers.patientId}`, "row"]);
});
