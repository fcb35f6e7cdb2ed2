/** What completes studies. Everything on first use. */
import { postgresCompletionStore } from "@accession/aws/postgres/postgres-completion-store";
import type { CompleteStudyContext } from "@accession/core/studies/complete-study";
import { publishContext } from "./composition-events.ts";
import { appPool } from "./composition-postgres.ts";
import { homeRegion } from "./home-region.ts";
import { lazy } from "./lazy.ts";
import { uuidIds } from "./uuid-ids.ts";

/** Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
export const completeStudyContext = lazy(
  (): CompleteStudyContext => ({
    ...publishContext(),
    completions: postgresCompletionStore(appPool()),
    ids: uuidIds,
    homeRegion: homeRegion(),
  }),
);
