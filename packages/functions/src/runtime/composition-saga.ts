/** How a saga is started. One of the few readers of `Resource`; everything on first use. */
import { sfnClient } from "@accession/aws/sfn/sfn-client";
import { sfnSagaStarter } from "@accession/aws/sfn/sfn-saga-starter";
import { Resource } from "sst";
import { lazy } from "./lazy.ts";

/** Needs the link `OrderSaga`, and states:StartExecution. */
export const sagaStarter = lazy(() => sfnSagaStarter(sfnClient(), Resource.OrderSaga.arn));
