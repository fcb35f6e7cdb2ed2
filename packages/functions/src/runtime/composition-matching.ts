/** What matches studies with orders. Everything on first use. */
import { postgresStudyMatches } from "@accession/aws/matching/postgres-study-matches";
import { postgresStudyWaits } from "@accession/aws/matching/postgres-study-waits";
import { postgresWaitEndings } from "@accession/aws/matching/postgres-wait-endings";
import { sfnClient } from "@accession/aws/sfn/sfn-client";
import { sfnSagaWaker } from "@accession/aws/sfn/sfn-saga-waker";
import type { EndWaitContext } from "@accession/core/matching/end-wait";
import type { EventStamp } from "@accession/core/matching/link-events";
import type { MatchStudyContext } from "@accession/core/matching/match-study";
import type { SagaWaker, StudyWaits } from "@accession/core/matching/study-waits";
import type { SweepOverdueContext } from "@accession/core/matching/sweep-overdue-procedures";
import { publishCommitted } from "@accession/core/outbox/publish-committed";
import { publishContext } from "./composition-events.ts";
import { appPool } from "./composition-postgres.ts";
import { homeRegion } from "./home-region.ts";
import { lazy } from "./lazy.ts";
import { systemClock } from "./system-clock.ts";
import { uuidIds } from "./uuid-ids.ts";

const stamp = lazy((): EventStamp => ({ ids: uuidIds, clock: systemClock, homeRegion: homeRegion() }));

/** Needs states:SendTaskSuccess and states:SendTaskFailure on the saga's machine. */
export const sagaWaker = lazy((): SagaWaker => sfnSagaWaker(sfnClient()));

/** Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
export const studyWaits = lazy(
  (): StudyWaits =>
    postgresStudyWaits(appPool(), {
      ...stamp(),
      publish: (tenantId, events) => publishCommitted(publishContext(), tenantId, events),
    }),
);

/** Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
export const matchStudyContext = lazy(
  (): MatchStudyContext => ({ ...publishContext(), matches: postgresStudyMatches(appPool(), stamp()) }),
);

/** Needs the link `AppDatabase`, and what `sagaWaker` needs. */
export const endWaitContext = lazy(
  (): EndWaitContext => ({ endings: postgresWaitEndings(appPool()), waker: sagaWaker() }),
);

/** Needs what `studyWaits` and `endWaitContext` need. */
export const sweepOverdueContext = lazy(
  (): SweepOverdueContext => ({ ...endWaitContext(), waits: studyWaits(), clock: systemClock }),
);
