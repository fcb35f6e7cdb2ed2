import { expect, test } from "vitest";
import { recordingIo } from "../testing/recording-io.ts";
import { ProgressBar } from "./progress-bar.ts";

test("on a terminal one line is drawn over and taken away", () => {
  const io = recordingIo(undefined, 80);
  const bar = new ProgressBar(io, "Uploading");
  bar.show({ done: 12, failed: 0, total: 24 });
  bar.show({ done: 23, failed: 1, total: 24 });
  bar.clear();
  expect(io.drawn).toEqual([
    "\r\u001b[KUploading [############............] 12 of 24",
    "\r\u001b[KUploading [########################] 23 of 24, 1 failed",
    "\r\u001b[K",
  ]);
  expect(io.noted).toEqual([]);
});

test("is not drawn for every file, but always for the last", () => {
  const io = recordingIo(undefined, 80);
  const bar = new ProgressBar(io, "Uploading");
  for (let done = 1; done <= 10_000; done += 1) bar.show({ done, total: 10_000 });
  expect(io.drawn.length).toBeLessThan(1000);
  expect(io.drawn.at(-1)).toContain("10000 of 10000");
});

test("never wider than the terminal", () => {
  const io = recordingIo(undefined, 20);
  new ProgressBar(io, "Uploading").show({ done: 1, total: 1 });
  expect(io.drawn[0]?.replace("\r\u001b[K", "")).toHaveLength(19);
});

test("elsewhere a line at each tenth", () => {
  const io = recordingIo();
  const bar = new ProgressBar(io, "Uploading");
  for (let done = 1; done <= 200; done += 1) bar.show({ done, total: 200 });
  bar.clear();
  expect(io.noted).toHaveLength(10);
  expect(io.noted.at(0)).toBe("Uploading: 20 of 200");
  expect(io.noted.at(-1)).toBe("Uploading: 200 of 200");
  expect(io.drawn).toEqual([]);
});
