import { moduleOf } from "../program/handler-bundles.ts";
import type { AppliedProgram } from "../program/program-task.ts";

/** The name of no archive. */
const NONE_OF_THE_PROGRAM = "code that was put in its place";

/**
 * What the engine holds when these handlers were put into their functions, outside of the program: the next
 * application sees that such a function differs, also when its sources are by then as they were before.
 */
export function withReplacedCode(program: AppliedProgram, modules: readonly string[]): AppliedProgram {
  const handlers = new Set<unknown>(
    program.functions.map(({ handler }) => handler).filter((handler) => modules.includes(moduleOf(handler))),
  );
  return {
    ...program,
    resources: program.resources.map((resource) =>
      resource.type === "aws:lambda/function:Function" && handlers.has(resource.inputs["handler"])
        ? { ...resource, inputs: { ...resource.inputs, s3Key: NONE_OF_THE_PROGRAM } }
        : resource,
    ),
  };
}
