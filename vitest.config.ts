import { defineConfig } from "vitest/config";

/** The level of a test is in its file name: pure, with a real store, or the whole system. */
let group = 0;
/** Projects run one after the other: the machine may have two cores, and the whole system needs both. */
const project = (name: string, include: string, rest: object = {}) => ({
  test: { name, include: [include], sequence: { groupOrder: group++ }, ...rest },
});

/** On a machine that is busy with other work a test of milliseconds takes seconds: that alone is no failure. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 };

const WHOLE_RUNS = "packages/local/src/e2e/dev*.e2e.test.ts";

export default defineConfig({
  test: {
    projects: [
      project("unit", "{events,packages}/**/*.test.ts", {
        exclude: ["**/node_modules/**", "**/*.{int,e2e}.test.ts"],
        ...PATIENT,
      }),
      project("program", "{infra,stacks}/**/*.test.ts", {
        globalSetup: ["packages/local/src/testing/program-setup.ts"],
        ...PATIENT,
      }),
      project("integration", "packages/**/*.int.test.ts", {
        globalSetup: ["packages/local/src/testing/integration-setup.ts"],
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      project("end-to-end", "packages/**/*.e2e.test.ts", {
        exclude: ["**/node_modules/**", WHOLE_RUNS],
        globalSetup: ["packages/local/src/testing/end-to-end-setup.ts"],
        setupFiles: ["packages/local/src/e2e/expect-verified.ts"],
        // They share one system, and look at all of it.
        fileParallelism: false,
        testTimeout: 300_000,
        hookTimeout: 300_000,
      }),
      // Each starts `dev` itself, as a user does. `pnpm test` runs them beside those above.
      project("whole-runs", WHOLE_RUNS, {
        fileParallelism: false,
        testTimeout: 300_000,
        hookTimeout: 300_000,
      }),
    ],
  },
});
