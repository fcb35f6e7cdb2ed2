import { releaseStudies } from "@accession/core/orders/saga/release-studies";
import { studiesContext } from "../../runtime/composition-imaging.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ReleaseStudies: puts linked studies back on the worklist. */
export const handler = sagaStep((target) => releaseStudies(studiesContext(), target));
