import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../set-up/paths.ts";
import { lineOfProgram } from "./origin.ts";

const stack = (...frames: string[]) => `Error: where\n${frames.map((frame) => `    at ${frame}`).join("\n")}`;
const component = `new Queue (${join(ROOT, ".sst/platform/src/components/aws/queue.ts")}:10:3)`;

it("finds the line of a stack, past SST's own frames and the building blocks of infra", () => {
  const block = `workQueue (${join(ROOT, "infra/work-queue.ts")}:40:17)`;
  const wiring = `stacks/orders.ts (${join(ROOT, "stacks/orders.ts")}:66:19)`;
  expect(lineOfProgram(stack(component, block, wiring))).toBe("stacks/orders.ts:66");
  expect(lineOfProgram(stack(component, block))).toBe("infra/work-queue.ts:40");
});

it("knows when none of the frames is ours", () => {
  expect(lineOfProgram(stack(component))).toBeUndefined();
});
