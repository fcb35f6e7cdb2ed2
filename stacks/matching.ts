import { bus, eventBus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { rule } from "../infra/rule.ts";
import { schedule } from "../infra/schedule.ts";
import { workQueue } from "../infra/work-queue.ts";
import { wakeSaga } from "./orders.ts";

/** study.completed → this queue → links with the orders that expect the study. */
const completed = workQueue("MatchStudy", {
  consumerName: "match-study",
  consumer: {
    handler: "packages/functions/src/matching/match-study",
    link: [appDatabase, bus],
    permissions: [publishEvents],
    timeoutSeconds: 30,
    inVpc: true,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 300,
});

rule("StudyCompleted", {
  busName: eventBus.name,
  pattern: { source: ["accession.studies"], "detail-type": ["study.completed"], detail: { version: [1] } },
  to: completed,
});

/** study.matched → this queue → the waiting execution goes on. */
const matched = workQueue("StudyMatched", {
  consumerName: "on-study-matched",
  consumer: {
    handler: "packages/functions/src/matching/on-study-matched",
    link: [appDatabase],
    permissions: [wakeSaga],
    timeoutSeconds: 30,
    inVpc: true,
  },
  batchSize: 10,
  maximumConcurrency: 5,
  maximumAgeSeconds: 300,
});

rule("StudyMatched", {
  busName: eventBus.name,
  pattern: { source: ["accession.studies"], "detail-type": ["study.matched"], detail: { version: [1] } },
  to: matched,
});

/** Ends the waits that are past their deadline, and wakes whom a lost message left asleep. */
schedule("SweepOverdueProcedures", {
  every: "1 minute",
  consumerName: "sweep-overdue-procedures",
  consumer: {
    handler: "packages/functions/src/matching/sweep-overdue-procedures",
    link: [appDatabase, bus],
    permissions: [publishEvents, wakeSaga],
    timeoutSeconds: 50,
    inVpc: true,
    reservedConcurrency: 1,
  },
});
