/** What holds orders against what they set in motion. One of the few readers of `Resource`; everything on first use. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { sfnClient } from "@accession/aws/sfn/sfn-client";
import { sfnExecutions } from "@accession/aws/sfn/sfn-executions";
import { dynamoOrderReading } from "@accession/aws/verification/dynamo-order-reading";
import { postgresPaymentReading, sandboxBooks } from "@accession/aws/verification/postgres-payment-reading";
import { postgresProcedureReading } from "@accession/aws/verification/postgres-procedure-reading";
import { orderStages } from "@accession/core/verification/verify-orders";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { walkOf } from "./composition-walk.ts";
import { lazy } from "./lazy.ts";

/**
 * Needs the links `AppDatabase`, `OrdersTable` and `OrderSaga`; Query and BatchGetItem on the orders and their indexes;
 * states:DescribeExecution.
 */
export const verifyOrdersContext = lazy(() =>
  walkOf(
    orderStages({
      orders: dynamoOrderReading(documentClient(), Resource.OrdersTable.name),
      executions: sfnExecutions(sfnClient(), Resource.OrderSaga.arn),
      payments: postgresPaymentReading(appPool()),
      procedures: postgresProcedureReading(appPool()),
      books: sandboxBooks(appPool()),
    }),
  ),
);
