import { join } from "node:path";
import { expect, test } from "vitest";
import { givenPath } from "./given-path.ts";

test("a path is relative to where the caller is, although a script runs in the project's folder", () => {
  const asScript = { npm_lifecycle_event: "accession", INIT_CWD: "/home/anna" };
  expect(givenPath("scan.dcm", asScript)).toBe("/home/anna/scan.dcm");
  expect(givenPath("/data/scan.dcm", asScript)).toBe("/data/scan.dcm");
});

test("another script's folder is not ours", () => {
  expect(givenPath("scan.dcm", {})).toBe(join(process.cwd(), "scan.dcm"));
  const inTest = { npm_lifecycle_event: "test", INIT_CWD: "/home/anna" };
  expect(givenPath("scan.dcm", inTest)).toBe(join(process.cwd(), "scan.dcm"));
});
