import type { StudyWaits } from "../../matching/study-waits.ts";
import { imagingOf, proceduresOf } from "../lines.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/** Stops waiting, puts studies that were linked back on the worklist, and refuses a registration that comes late. */
export function releaseStudies(
  context: OrderContext & { readonly waits: StudyWaits },
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "studies",
    undo: async (order) => {
      const details = imagingOf(order);
      const { tenantId, orderId, deadlineAt } = details;
      const { attempt } = order;
      const procedures = proceduresOf(details);
      await context.waits.close({ tenantId, orderId, attempt, procedures, deadlineAt, meta: target.meta });
    },
    record: { type: "record-studies-released" },
  });
}
