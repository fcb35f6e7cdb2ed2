/**
 * Runs inside the functions while they are measured, around their real handlers: notes how long each call took and what
 * it asked of AWS.
 */
import { appendFileSync } from "node:fs";
import { type AwsCall, takeAwsCalls } from "./aws-calls.ts";

export interface Metered {
  readonly name: string;
  readonly memoryMegabytes: number;
  /** From the event to the answer, without loading the handler. */
  readonly milliseconds: number;
  /** Messages of a queue that it was called for. */
  readonly messages: number;
  readonly calls: readonly AwsCall[];
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The handler, with a line in `file` for each call. */
export function wrap(load: () => Promise<{ readonly handler: Handler }>, file: string): Handler {
  return async (event, context) => {
    const { handler } = await load();
    const { Records = [] } = (event ?? {}) as {
      readonly Records?: readonly { readonly eventSource: string }[];
    };
    takeAwsCalls();
    const began = performance.now();
    try {
      return await handler(event, context);
    } finally {
      const metered: Metered = {
        name: (process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "").replace("accession-local-", ""),
        memoryMegabytes: Number(process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]),
        milliseconds: performance.now() - began,
        messages: Records.filter(({ eventSource }) => eventSource === "aws:sqs").length,
        calls: takeAwsCalls(),
      };
      appendFileSync(file, `${JSON.stringify(metered)}\n`);
    }
  };
}
