import { rm, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { UsageError } from "../usage-error.ts";
import { findFiles } from "./find-files.ts";

test("a folder gives all that is in it, under its own name", async () => {
  await using folder = await temporaryFolder({
    "study/b/2.dcm": "",
    "study/a 1+%.dcm": "",
    "study/b/ä/3": "",
    "other.dcm": "",
  });
  const files = await findFiles([join(folder.path, "study"), join(folder.path, "other.dcm")]);
  expect(files.map((file) => file.name)).toEqual([
    "study/a 1+%.dcm",
    "study/b/2.dcm",
    "study/b/ä/3",
    "other.dcm",
  ]);
  expect(files.map((file) => relative(folder.path, file.path))).toEqual(files.map((file) => file.name));
});

test("a trailing slash or a dot changes no name", async () => {
  await using folder = await temporaryFolder({ "study/1.dcm": "" });
  expect((await findFiles([`${folder.path}/study/`])).map((file) => file.name)).toEqual(["study/1.dcm"]);
  expect((await findFiles([`${folder.path}/study/.`])).map((file) => file.name)).toEqual(["study/1.dcm"]);
});

test("a file that is given twice is found once", async () => {
  await using folder = await temporaryFolder({ "study/1.dcm": "" });
  const file = join(folder.path, "study/1.dcm");
  expect(await findFiles([file, file])).toHaveLength(1);
});

test("two files that would become one object are refused", async () => {
  await using folder = await temporaryFolder({ "a/1.dcm": "A", "b/1.dcm": "B" });
  const files = [join(folder.path, "a/1.dcm"), join(folder.path, "b/1.dcm")];
  await expect(findFiles(files)).rejects.toThrow(/would both become 1\.dcm/);
});

test("links to files count, links to folders do not lead in circles, and one to nowhere is not lost", async () => {
  await using folder = await temporaryFolder({ "study/1.dcm": "" });
  await symlink(join(folder.path, "study/1.dcm"), join(folder.path, "study/2.dcm"));
  await symlink(join(folder.path, "study"), join(folder.path, "study/circle"));
  await symlink(join(folder.path, "nowhere"), join(folder.path, "study/3.dcm"));
  const files = await findFiles([join(folder.path, "study")]);
  expect(files.map((file) => file.name)).toEqual(["study/1.dcm", "study/2.dcm", "study/3.dcm"]);
});

test.each([
  ["nothing there", "nowhere", /There is no file or folder/],
  ["an empty folder", "empty", /no file in what was given/],
])("%s is wrong usage", async (_, path, message) => {
  await using folder = await temporaryFolder({ "empty/inner/x": "" });
  await rm(join(folder.path, "empty/inner/x"));
  const found = findFiles([join(folder.path, path)]);
  await expect(found).rejects.toThrow(message);
  await expect(found).rejects.toBeInstanceOf(UsageError);
});
