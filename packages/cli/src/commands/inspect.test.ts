import { join } from "node:path";
import { mutants, smallInstance } from "@accession/testing/dicom/mutants";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { recordingIo } from "../testing/recording-io.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

async function inspect(
  files: Readonly<Record<string, string | Uint8Array>>,
  { args = [], paths = Object.keys(files) }: { args?: string[]; paths?: string[] } = {},
) {
  await using folder = await temporaryFolder(files);
  const io = recordingIo();
  const given = paths.map((path) => join(folder.path, path));
  const exitCode = await run(["inspect", ...given, ...args], io);
  return { exitCode, io, given };
}

test("--json is one object per file, with attributes by keyword and no reason when accepted", async () => {
  const { exitCode, io, given } = await inspect({ "a b.dcm": smallInstance() }, { args: ["--json"] });
  expect(exitCode).toBe(0);
  expect(io.printed).toHaveLength(1);
  expect(JSON.parse(io.printed[0] ?? "")).toEqual({
    file: given[0],
    accepted: true,
    attributes: expect.objectContaining({ PatientID: "M-1", PatientName: "Mutant^Max", Rows: "2" }),
    findings: [],
  });
});

test("what was repaired in a file is listed with its code, tag and offset", async () => {
  const whole = smallInstance();
  // PatientID is written without an explicit representation that the standard knows.
  const at = Buffer.from(whole).indexOf(Buffer.from([0x10, 0x00, 0x20, 0x00]));
  const odd = Buffer.from(whole);
  odd.write("ZZ", at + 4, "latin1");
  const files = { "odd.dcm": odd.subarray(128) };
  const found = [
    { code: "no-preamble", byteOffset: 0 },
    { code: "unknown-vr", byteOffset: at - 128, tag: "0010,0020" },
  ];
  const { io } = await inspect(files, { args: ["--json"] });
  expect(JSON.parse(io.printed[0] ?? "").findings).toEqual(found);
  const { io: text } = await inspect(files);
  expect(text.printed).toContain("  found: no-preamble at byte 0");
  expect(text.printed).toContain(`  found: unknown-vr (0010,0020) at byte ${at - 128}`);
});

test("every mutant gets its verdict, in the order given, and one refusal makes the answer a no", async () => {
  const all = mutants();
  const files = Object.fromEntries(all.map(({ bytes }, index) => [`${index}.dcm`, bytes]));
  const { exitCode, io } = await inspect(files, { args: ["--json"] });
  expect(exitCode).toBe(1);
  expect(io.printed.map((line) => JSON.parse(line).reason?.code)).toEqual(all.map((one) => one.refusal));
});

test("a file that cannot be opened is named, the others are read, and the exit code says so", async () => {
  const { exitCode, io } = await inspect(
    { "good.dcm": smallInstance(), "folder/x": "" },
    { args: ["--json"], paths: ["gone.dcm", "folder", "good.dcm"] },
  );
  expect(exitCode).toBe(2);
  expect(io.printed).toHaveLength(1);
  expect(io.noted).toEqual([
    expect.stringMatching(/gone\.dcm cannot be read: ENOENT\.$/),
    expect.stringMatching(/folder is a folder\.$/),
  ]);
});

test("a refusal does not hide that another file could not be opened", async () => {
  const files = { "bad.dcm": "%PDF" };
  expect((await inspect(files, { paths: ["gone.dcm", "bad.dcm"] })).exitCode).toBe(2);
  expect((await inspect(files, { paths: ["bad.dcm", "gone.dcm"] })).exitCode).toBe(2);
});

test("people get the verdict and the attributes", async () => {
  const { io } = await inspect({ "good.dcm": smallInstance(), "bad.pdf": "%PDF-1.7" });
  expect(io.printed[0]).toMatch(/good\.dcm: accepted$/);
  expect(io.printed).toContainEqual(expect.stringMatching(/^ {2}PatientName +Mutant\^Max$/));
  expect(io.printed).toContainEqual(expect.stringMatching(/bad\.pdf: not accepted: .*PDF\. \(pdf\)$/));
});
