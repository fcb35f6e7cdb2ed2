import { expect, it } from "vitest";
import type { AppliedProgram } from "../program/program-task.ts";
import { withReplacedCode } from "./replaced-code.ts";

const fn = (name: string, s3Key: string) => ({
  type: "aws:lambda/function:Function",
  name,
  inputs: { handler: `src/${name}.handler`, s3Key },
  id: name,
  state: {},
});
const program = {
  resources: [fn("place-order", "a"), fn("get-order", "b")],
  functions: [{ handler: "src/place-order.handler" }, { handler: "src/get-order.handler" }],
  outputs: {},
  changes: [],
} as unknown as AppliedProgram;

it("lets the next application see which functions run code that is not the program's", () => {
  const keys = withReplacedCode(program, ["src/place-order"]).resources.map(({ inputs }) => inputs["s3Key"]);
  expect(keys).toEqual([expect.not.stringMatching(/^a$/), "b"]);
  expect(withReplacedCode(program, []).resources).toEqual(program.resources);
});
