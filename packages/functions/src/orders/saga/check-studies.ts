import { checkStudies } from "@accession/core/orders/saga/check-studies";
import { studiesContext } from "../../runtime/composition-imaging.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State CheckStudies: looks how the wait for studies stands. */
export const handler = sagaStep((target) => checkStudies(studiesContext(), target));
