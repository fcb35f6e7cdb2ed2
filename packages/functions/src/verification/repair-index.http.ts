/** POST /v1/ops/repairs/index: counts studies anew, completes those that are due, publishes events that were left. */
import { repairIndex } from "@accession/core/verification/repair-index";
import { repairIndexContext } from "../runtime/composition-repair-index.ts";
import { idsOf, repairRoute } from "./repair-route.ts";

export const handler = repairRoute(
  "index",
  "Recount studies, complete them, publish their events",
  async (all) => {
    let repaired = 0;
    for (const [tenantId, violations] of Map.groupBy(all, (violation) => violation.tenantId)) {
      repaired += await repairIndex(repairIndexContext(), tenantId, {
        counts: idsOf(violations, "study-counts"),
        completions: idsOf(violations, "study-completes"),
        events: idsOf(violations, "study-events-published"),
      });
    }
    return repaired;
  },
);
