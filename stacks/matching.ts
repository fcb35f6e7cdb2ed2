import { bus, ourEvents, publishEvents } from "../infra/bus.ts";
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

rule("StudyCompleted", { ...ourEvents(["accession.studies"], ["study.completed"]), to: completed });

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

rule("StudyMatched", { ...ourEvents(["accession.studies"], ["study.matched"]), to: matched });

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
