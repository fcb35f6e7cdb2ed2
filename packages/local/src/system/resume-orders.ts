import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { System } from "./start-system.ts";

/** The sweeper that goes on with orders whose run of the saga died: the engine ends all runs when it stops. */
const SWEEPER = "packages/functions/src/orders/sweep-stalled-orders.handler";

/** Has every order that was under way looked at now, as an operator would after an outage. */
export async function resumeOrders({ aws, program }: System): Promise<void> {
  const sweeper = program.resources.find(
    ({ type, inputs }) => type === "aws:lambda/function:Function" && inputs["handler"] === SWEEPER,
  );
  if (sweeper === undefined) throw new Error(`the program has no function of ${SWEEPER}`);
  const { FunctionError: failed } = await aws.lambda.send(
    new InvokeCommand({ FunctionName: sweeper.id, Payload: JSON.stringify({ lookAtAll: true }) }),
  );
  if (failed !== undefined) throw new Error(`${sweeper.id} failed: its log says why`);
}
