/** What mends the index. Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
import { postgresStudyCounter } from "@accession/aws/verification/postgres-study-counter";
import type { RepairIndexContext } from "@accession/core/verification/repair-index";
import { appPool } from "./composition-postgres.ts";
import { completeStudyContext } from "./composition-studies.ts";
import { lazy } from "./lazy.ts";

export const repairIndexContext = lazy(
  (): RepairIndexContext => ({ ...completeStudyContext(), counter: postgresStudyCounter(appPool()) }),
);
