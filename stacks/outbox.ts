import { alarm } from "../infra/alarms.ts";
import { bus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { handlerArgs } from "../infra/functions.ts";
import { schedule } from "../infra/schedule.ts";
import { stageName } from "../infra/stage.ts";
import { markPublished, orders, ordersTable, queryUnpublished } from "../infra/tables.ts";
import { deadLetterQueue } from "../infra/work-queue.ts";

/**
 * Where the stream says which records it gave up. Their payload stays in the table as an unpublished outbox
 * item, so the message only needs to carry the position.
 */
const givenUp = deadLetterQueue("OrderOutboxDeadLetters", () => ({ hold: "positions" }));

/** Orders' outbox items → the bus, in the order of each item's key. */
ordersTable.subscribe(
  "OrderOutbox",
  handlerArgs("on-order-outbox", {
    handler: "packages/functions/src/outbox/on-order-outbox",
    link: [orders, bus],
    permissions: [publishEvents, markPublished, { actions: ["sqs:SendMessage"], resources: [givenUp.arn] }],
    timeoutSeconds: 30,
  }),
  {
    filters: [{ eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: "OUTBOX#" }] } } } }],
    transform: {
      eventSourceMapping: (mapping) => {
        mapping.startingPosition = "TRIM_HORIZON";
        mapping.batchSize = 100;
        mapping.bisectBatchOnFunctionError = true;
        mapping.maximumRetryAttempts = 10;
        mapping.maximumRecordAgeInSeconds = 6 * 60 * 60;
        mapping.parallelizationFactor = 2;
        mapping.functionResponseTypes = ["ReportBatchItemFailures"];
        mapping.destinationConfig = { onFailure: { destinationArn: givenUp.arn } };
      },
    },
  },
);

alarm("OrderOutboxIteratorAge", {
  description: "Order events are published late: docs/runbook.md#events-are-late",
  namespace: "AWS/Lambda",
  metric: "IteratorAge",
  dimensions: { FunctionName: stageName("on-order-outbox") },
  statistic: "Maximum",
  threshold: 60_000,
  periods: 3,
});

/** Publishes what a writer committed to Postgres and did not live to publish, with the same event id. */
schedule("SweepStudyOutbox", {
  every: "1 minute",
  consumerName: "sweep-study-outbox",
  consumer: {
    handler: "packages/functions/src/outbox/sweep-study-outbox",
    link: [appDatabase, bus],
    permissions: [publishEvents],
    timeoutSeconds: 50,
    inVpc: true,
    reservedConcurrency: 1,
  },
});

/** Publishes what the stream did not bring out, with the same event id. */
schedule("SweepOrderOutbox", {
  every: "5 minutes",
  consumerName: "sweep-order-outbox",
  consumer: {
    handler: "packages/functions/src/outbox/sweep-order-outbox",
    link: [orders, bus],
    permissions: [publishEvents, markPublished, queryUnpublished],
    timeoutSeconds: 50,
    reservedConcurrency: 1,
  },
});
