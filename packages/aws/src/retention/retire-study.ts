import type { DueBefore } from "@accession/core/retention/sweep-retention";
import { lockNumbers } from "../matching/lock-numbers.ts";
import type { TenantTransaction } from "../postgres/with-tenant.ts";
import { RETIRE, SPARE } from "./retention-statements.ts";

export interface StudyToRetire {
  readonly tenantId: string;
  readonly studyId: string;
  readonly due: DueBefore;
  readonly now: Date;
}

/** Retires a study if nobody needs it, in one step with looking whether anybody does. Answers how many versions are to go. */
export async function retireStudy(transaction: TenantTransaction, study: StudyToRetire): Promise<number> {
  await lockStudy(transaction, study);
  return (await transaction.query(RETIRE, valuesOf(study))).length;
}

/** Gives a study back that was retired, if it is needed now and nothing of it went yet. */
export async function spareStudy(transaction: TenantTransaction, study: StudyToRetire): Promise<void> {
  await lockStudy(transaction, study);
  await transaction.query(SPARE, valuesOf(study));
}

/**
 * Whoever brings it together with an order holds the lock of its number or of its row, and a file that is just being recorded
 * holds its row in part: each is either seen by the statement that follows, or sees what it did. A number that comes meanwhile
 * comes with a file.
 */
async function lockStudy(
  transaction: TenantTransaction,
  { tenantId, studyId }: StudyToRetire,
): Promise<void> {
  const numbers = await transaction.query<{ accession_number: string }>(
    "select distinct accession_number from study_accession_number where tenant_id = $1 and study_id = $2",
    [tenantId, studyId],
  );
  if (numbers.length > 0) {
    await lockNumbers(
      transaction,
      tenantId,
      numbers.map((row) => row.accession_number),
    );
  }
  await transaction.query("select from study where tenant_id = $1 and id = $2 for update", [
    tenantId,
    studyId,
  ]);
}

function valuesOf({ tenantId, studyId, due, now }: StudyToRetire): readonly unknown[] {
  return [tenantId, due.landed, due.fulfilled, studyId, now];
}
