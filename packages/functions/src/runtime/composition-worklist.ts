/** What people work off. Everything on first use. */
import { postgresStudyLinking } from "@accession/aws/matching/postgres-study-linking";
import { postgresWorklist } from "@accession/aws/matching/postgres-worklist";
import type { LinkByHandContext } from "@accession/core/matching/link-by-hand";
import type { Worklist } from "@accession/core/matching/worklist";
import { publishContext } from "./composition-events.ts";
import { appPool } from "./composition-postgres.ts";
import { homeRegion } from "./home-region.ts";
import { lazy } from "./lazy.ts";
import { systemClock } from "./system-clock.ts";
import { uuidIds } from "./uuid-ids.ts";

/** Needs the link `AppDatabase`. */
export const worklist = lazy((): Worklist => postgresWorklist(appPool()));

/** Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
export const linkByHandContext = lazy(
  (): LinkByHandContext => ({
    ...publishContext(),
    linking: postgresStudyLinking(appPool(), { ids: uuidIds, clock: systemClock, homeRegion: homeRegion() }),
  }),
);
