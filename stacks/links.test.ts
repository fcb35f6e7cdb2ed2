import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { program } from "../infra/program-under-test.ts";
import { sstEnvironment } from "../packages/local/src/program/sst-environment.ts";

it("keeps sst-env.d.ts as the links of the program are: `pnpm dev` writes it anew", () => {
  const committed = readFileSync(join(import.meta.dirname, "../sst-env.d.ts"), "utf8");
  expect(committed).toBe(sstEnvironment(program.functions));
});
