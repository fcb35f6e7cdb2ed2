import type { StudyWaits } from "../../matching/study-waits.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/** Stops waiting, and puts studies that were linked back on the worklist. */
export function releaseStudies(
  context: OrderContext & { readonly waits: StudyWaits },
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "studies",
    undo: async () => {
      await context.waits.release(target.tenantId, target.orderId, "cancelled", target.meta);
    },
    record: { type: "record-studies-released" },
  });
}
