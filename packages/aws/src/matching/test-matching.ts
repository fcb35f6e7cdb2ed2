/** For integration tests: both sides of the matching on a real database, with studies as the ingestion leaves them. */
import { randomUUID } from "node:crypto";
import type { StudyMatches } from "@accession/core/matching/study-matches";
import type { ExpectedProcedure, StudyWait, StudyWaits } from "@accession/core/matching/study-waits";
import type { WaitEndings } from "@accession/core/matching/wait-endings";
import { publishCommitted } from "@accession/core/outbox/publish-committed";
import { completeStudy } from "@accession/core/studies/complete-study";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { postgresCompletionStore } from "../postgres/postgres-completion-store.ts";
import { postgresOutbox } from "../postgres/postgres-outbox.ts";
import { rowsJson } from "../postgres/rows-json.ts";
import type { TestDatabase } from "../postgres/test-database.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { postgresStudyMatches } from "./postgres-study-matches.ts";
import { postgresStudyWaits } from "./postgres-study-waits.ts";
import { postgresWaitEndings } from "./postgres-wait-endings.ts";

export const META = { correlationId: "correlation", causationId: "cause", actor: "test" };

export interface TestStudyRow {
  readonly studyId: string;
  readonly numbers: ReadonlyArray<readonly [number: string, issuer: string]>;
  readonly patientId?: string;
  readonly birthDate?: string;
  readonly modality?: string;
}

/** A Lambda environment with a pool of its own. */
export interface MatchingWorker {
  readonly waits: StudyWaits;
  readonly matches: StudyMatches;
  readonly endings: WaitEndings;
  /** Completes the study's present version, as `study.completed` is written. */
  complete(studyId: string): Promise<boolean>;
}

export interface TestMatching {
  readonly clock: SettableClock;
  readonly publisher: RecordingPublisher;
  readonly tenantId: string;
  worker(): MatchingWorker;
  /** Writes a study whose quiet period is over, or a further version of it. */
  arrive(study: TestStudyRow): Promise<void>;
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export function testMatching(database: TestDatabase): TestMatching {
  const clock = new SettableClock();
  const publisher = new RecordingPublisher();
  const tenantId = database.demo.id;
  const own = database.appPool();
  const stamp = { ids: { next: () => randomUUID() }, clock, homeRegion: "eu-central-1" };
  return {
    clock,
    publisher,
    tenantId,
    worker() {
      const pool = database.appPool();
      const publishing = { outbox: postgresOutbox(pool), publisher, clock };
      const completing = { ...publishing, ...stamp, completions: postgresCompletionStore(pool) };
      return {
        waits: postgresStudyWaits(pool, {
          ...stamp,
          publish: (tenant, events) => publishCommitted(publishing, tenant, events),
        }),
        matches: postgresStudyMatches(pool, stamp),
        endings: postgresWaitEndings(pool),
        complete: (studyId) => completeStudy(completing, { tenantId, studyId }, "test"),
      };
    },
    async arrive(study) {
      await withTenant(own, tenantId, async (transaction) => {
        await transaction.query(
          `insert into study as s (tenant_id, id, study_instance_uid, patient_id, patient_birth_date, arrival_version,
             quiet_after, first_arrived_at, last_arrived_at, correlation_id, series_count, instance_count)
           values ($1, $2, $3, $4, $5, 1, $6, $6, $6, 'arrival', 1, 1)
           on conflict (tenant_id, id) do update set arrival_version = s.arrival_version + 1`,
          [
            tenantId,
            study.studyId,
            `2.25.${BigInt(`0x${study.studyId.replaceAll("-", "")}`)}`,
            study.patientId ?? null,
            study.birthDate ?? null,
            clock.now(),
          ],
        );
        await transaction.query(
          `insert into study_accession_number (tenant_id, study_id, issuer, accession_number)
           select $1, $2, r.issuer, r.number from json_to_recordset($3::json) as r(number text, issuer text)
           on conflict do nothing`,
          [tenantId, study.studyId, rowsJson(study.numbers.map(([number, issuer]) => ({ number, issuer })))],
        );
        await transaction.query(
          `insert into series (tenant_id, id, study_id, series_instance_uid, modality)
           values ($1, $2, $3, '2.25.1', $4) on conflict do nothing`,
          [tenantId, randomUUID(), study.studyId, study.modality ?? "CT"],
        );
      });
    },
    query: (text, values = []) => withTenant(own, tenantId, (transaction) => transaction.query(text, values)),
  };
}

/** An order of one CT procedure per number, for patient 4711. */
export function studyWait(
  tenantId: string,
  orderId: string,
  numbers: readonly string[],
  over: Partial<StudyWait> & { readonly procedure?: Partial<ExpectedProcedure> } = {},
): StudyWait {
  const { procedure, ...rest } = over;
  return {
    tenantId,
    orderId,
    attempt: 1,
    taskToken: `token-${orderId}`,
    procedures: numbers.map((accessionNumber, index) => ({
      line: index + 1,
      issuer: "RIS",
      accessionNumber,
      modality: "CT",
      patient: { patientId: "4711", birthDate: "19700101" },
      ...procedure,
    })),
    deadlineAt: "2026-12-05T08:00:00.000Z",
    meta: META,
    ...rest,
  };
}
