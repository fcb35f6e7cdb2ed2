import { bus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { schedule } from "../infra/schedule.ts";
import { workQueue } from "../infra/work-queue.ts";

/** Delayed messages: "look whether this study is quiet". A hint; the due time in the study's row is the truth. */
const { queue } = workQueue("StudyQuiet", {
  consumerName: "on-study-quiet",
  consumer: {
    handler: "packages/functions/src/studies/on-study-quiet",
    link: [appDatabase, bus],
    permissions: [publishEvents],
    timeoutSeconds: 30,
    inVpc: true,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 1800,
});

export const studyQuietQueue = new sst.Linkable("StudyQuietQueue", { properties: { url: queue.url } });
export const askForQuiet = { actions: ["sqs:SendMessage"], resources: [queue.arn] };

/** Finds the studies whose hint was lost. */
schedule("SweepQuietStudies", {
  every: "1 minute",
  consumerName: "sweep-quiet-studies",
  consumer: {
    handler: "packages/functions/src/studies/sweep-quiet-studies",
    link: [appDatabase, bus],
    permissions: [publishEvents],
    timeoutSeconds: 50,
    inVpc: true,
    reservedConcurrency: 1,
  },
});
