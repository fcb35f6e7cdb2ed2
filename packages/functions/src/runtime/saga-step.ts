/** The stack of the saga's steps: input, log context, and a result that the state machine chooses by. */
import type { OrderTarget } from "@accession/core/orders/order-context";
import type { StepResult } from "@accession/core/orders/saga/step-result";
import { eventMetaSchema } from "@accession/events/envelope";
import type { Context } from "aws-lambda";
import { z } from "zod";
import { faultFields, quotingNothing } from "./fault-fields.ts";
import { logger } from "./logger.ts";

/** Who acts in the timeline and the events: the saga, on behalf of whoever placed the order. */
const ACTOR = "order-saga";

/** An order, as one run of the saga acts on it. */
export type SagaTarget = OrderTarget & { readonly attempt: number };

const inputSchema = z.object({
  tenantId: z.uuid(),
  orderId: z.uuid(),
  attempt: z.int().positive(),
  meta: eventMetaSchema,
});

export const stuckSchema = z.object({
  stuck: z.object({ step: z.string().regex(/^[A-Za-z]{1,64}$/), reason: z.string().max(64) }),
});

/** Makes the handler of one step. What it throws is a fault: the state machine runs the step again. */
export function sagaStep<Result extends { readonly outcome: string } = StepResult>(
  run: (target: SagaTarget, input: unknown) => Promise<Result>,
) {
  return async (input: unknown, context: Context): Promise<Result> => {
    const { tenantId, orderId, attempt, meta } = inputSchema.parse(input);
    const { traceparent, ...rest } = meta;
    logger.resetKeys();
    logger.addContext(context);
    logger.setCorrelationId(meta.correlationId);
    logger.appendKeys({ tenantId, orderId, attempt, causationId: meta.causationId });
    const target: SagaTarget = {
      tenantId,
      orderId,
      attempt,
      meta: { ...rest, actor: ACTOR, ...(traceparent !== undefined && { traceparent }) },
    };
    try {
      const result = await run(target, input);
      logger.info("step ran", { outcome: result.outcome });
      return result;
    } catch (error) {
      logger.error("step failed", faultFields(error));
      throw quotingNothing(error);
    }
  };
}
