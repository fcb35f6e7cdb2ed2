/** What imaging orders need besides their record; everything on first use. */
import { sfnClient } from "@accession/aws/sfn/sfn-client";
import { reportTaskFailure } from "@accession/aws/sfn/sfn-task-reporter";
import type { StudyWaits } from "@accession/core/matching/study-waits";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { AwaitContext } from "@accession/core/orders/saga/await-study";
import { sagaWaker, studyWaits } from "./composition-matching.ts";
import { orderContext } from "./composition-orders.ts";
import { faultCode } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";

/** Needs the links OrdersTable and AppDatabase; where studies are given back or linked, Bus. */
export const studiesContext = lazy((): OrderContext & { readonly waits: StudyWaits } => ({
  ...orderContext(),
  waits: studyWaits(),
}));

/** Needs states:SendTaskSuccess and states:SendTaskFailure too. */
export const awaitContext = lazy((): AwaitContext => ({ ...studiesContext(), waker: sagaWaker() }));

/** Fails a waiting task. The message of an unforeseen error may quote a row, so only its code goes on. */
export function taskFailed(taskToken: string, error: unknown): Promise<void> {
  return reportTaskFailure(sfnClient(), taskToken, faultCode(error));
}
