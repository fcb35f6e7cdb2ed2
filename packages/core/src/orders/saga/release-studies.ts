import type { StudyWaits } from "../../matching/study-waits.ts";
import { closedWaitOf } from "../closed-wait.ts";
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
    undo: (order) => context.waits.close(closedWaitOf(order, target.meta)),
    record: { type: "record-studies-released" },
  });
}
