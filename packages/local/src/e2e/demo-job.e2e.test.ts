import { expect, it } from "vitest";
import { runDemoJob } from "../demo/run-demo-job.ts";
import { quietProgress } from "../set-up/progress.ts";
import { system } from "./under-test.ts";

it("runs the demo job, and every expectation holds", async () => {
  const expectations = await runDemoJob(system, {
    progress: quietProgress,
    signal: new AbortController().signal,
  });
  expect(expectations.filter(({ held }) => !held)).toEqual([]);
  expect(expectations.length).toBeGreaterThan(20);
});
