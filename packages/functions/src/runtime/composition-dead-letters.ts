/** What sees and moves dead letters. One of the few readers of `Resource`; everything on first use. */
import { setTimeout } from "node:timers/promises";
import { loggedFailures, logsClient } from "@accession/aws/cloudwatch/logged-failures";
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoDropLog } from "@accession/aws/dynamo/dynamo-drop-log";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { type DeadLetterQueueAddress, sqsDeadLetters } from "@accession/aws/sqs/sqs-dead-letters";
import type { DeadLetterContext } from "@accession/core/operations/dead-letter-context";
import type { DropContext } from "@accession/core/operations/drop-dead-letters";
import type { DropLog } from "@accession/core/operations/drop-log";
import { Resource } from "sst";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";
import { systemClock } from "./system-clock.ts";
import { uuidIds } from "./uuid-ids.ts";

type LinkedQueue = DeadLetterQueueAddress & { readonly logGroup?: string };

/** Needs the link `DeadLetters`; sqs actions on its queues, and logs:FilterLogEvents to show letters. */
export const deadLetterContext = lazy((): DeadLetterContext => {
  const queues = JSON.parse(Resource.DeadLetters.queues) as LinkedQueue[];
  return {
    store: sqsDeadLetters(sqsClient(), queues),
    notes: loggedFailures({
      client: logsClient(),
      logGroups: new Map(
        queues.flatMap(({ name, logGroup }) => (logGroup ? [[name, logGroup] as const] : [])),
      ),
      onUnreadable: (error) => logger.warn("log not searched", faultFields(error)),
    }),
    clock: systemClock,
    pause: async (milliseconds) => void (await setTimeout(milliseconds)),
  };
});

/** Needs the link `OrdersTable`. */
export const dropLog = lazy((): DropLog => dynamoDropLog(documentClient(), Resource.OrdersTable.name));

/** Needs both links. */
export const dropContext = lazy(
  (): DropContext => ({ ...deadLetterContext(), drops: dropLog(), ids: uuidIds }),
);
