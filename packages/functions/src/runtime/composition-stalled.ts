/** What looks after orders whose run died; everything on first use. One of the few readers of `Resource`. */
import { dynamoUnfinishedOrders } from "@accession/aws/dynamo/dynamo-unfinished-orders";
import { sfnClient } from "@accession/aws/sfn/sfn-client";
import { sfnExecutions } from "@accession/aws/sfn/sfn-executions";
import type { StalledContext } from "@accession/core/orders/sweep-stalled-orders";
import { Resource } from "sst";
import { awaitContext } from "./composition-imaging.ts";
import { ordersClient } from "./composition-orders.ts";
import { sagaStarter } from "./composition-saga.ts";
import { lazy } from "./lazy.ts";

/** Needs the links OrdersTable, AppDatabase, Bus and OrderSaga. */
export const stalledContext = lazy(
  (): StalledContext => ({
    ...awaitContext(),
    unfinished: dynamoUnfinishedOrders(ordersClient(), Resource.OrdersTable.name),
    executions: sfnExecutions(sfnClient(), Resource.OrderSaga.arn),
    starter: sagaStarter(),
  }),
);
