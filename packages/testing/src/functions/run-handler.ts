/** The child of `handlerProcess`: a Lambda environment that takes one event after the other from its parent. */
import type { HandlerAnswer, HandlerCall } from "./handler-process.ts";

const [module = ""] = process.argv.slice(2);
const { handler } = (await import(module)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};

process.on("message", (call: HandlerCall) => void answer(call));
// Its parent is gone.
process.on("disconnect", () => process.exit());

async function answer({ id, event }: HandlerCall): Promise<void> {
  const start = performance.now();
  const send = (outcome: Pick<HandlerAnswer, "result" | "error">) => {
    const seconds = (performance.now() - start) / 1000;
    process.send?.({ id, seconds, ...outcome } satisfies HandlerAnswer);
  };
  const context = {
    awsRequestId: `request-${id}`,
    functionName: "handler-under-test",
    functionVersion: "$LATEST",
    memoryLimitInMB: "1024",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:handler-under-test",
    getRemainingTimeInMillis: () => 60_000,
  };
  try {
    send({ result: await handler(event, context) });
  } catch (error) {
    send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

process.send?.("ready");
