/** S3 "Object Created" → receipts, studies, series and instances. */
import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { ingestContext } from "../runtime/composition-ingestion.ts";
import { logger } from "../runtime/logger.ts";
import { metrics } from "../runtime/metrics.ts";
import { queueBatchHandler } from "../runtime/queue-handler.ts";
import { objectCreatedSchema } from "./object-created.ts";

export const handler = queueBatchHandler(objectCreatedSchema, async (messages) => {
  const report = await ingestObjects(
    ingestContext(),
    messages.map(({ body }) => body),
  );
  logger.info("batch ingested", {
    objects: messages.length,
    outcomes: Object.fromEntries(report.outcomes),
    studiesUpdated: report.studiesUpdated,
    leftToSweepers: Object.fromEntries(report.leftToSweepers),
    correlationIds: messages.map(({ body }) => body.eventId),
  });
  // Every version's own time, so that CloudWatch can tell p50 and p99.
  for (const milliseconds of report.landedToQueryableMs) {
    metrics.addMetric("LandedToQueryable", MetricUnit.Milliseconds, milliseconds);
  }
  // A hundred values fill a line, which is out by then.
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return new Map(
    messages.flatMap(({ messageId, body }) =>
      report.failures.has(body) ? [[messageId, report.failures.get(body)] as const] : [],
    ),
  );
});
