import type { WaitState } from "../matching/study-waits.ts";
import type { Scope } from "./verification.ts";

/** One portion of rows in the order of their ids; the cursor is the last one's id. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly cursor: string | undefined;
}

/** A receipt that says `stored`, with what is there of it. */
export interface StoredReceipt {
  readonly receiptId: string;
  /** The instance that the receipt names. */
  readonly names: string | undefined;
  /** The instance that names the receipt. */
  readonly namedBy: string | undefined;
}

/** An instance, with the receipt that it names. */
export interface IndexedInstance {
  readonly instanceId: string;
  readonly receiptOutcome: string | undefined;
  /** Its file is the receipt's, or that of an identical version; and it says whether that is gone. */
  readonly sameObject: boolean;
}

export interface StudyCount {
  readonly series: number;
  readonly instances: number;
  readonly bytes: number;
}

/** A study as it counts itself, and as its series and instances are counted. */
export interface CountedStudy {
  readonly studyId: string;
  readonly says: StudyCount;
  readonly has: StudyCount;
  /** Series whose own count of instances is wrong. */
  readonly wrongSeries: number;
  readonly arrivalVersion: number;
  readonly completedVersion: number;
  readonly quietAfter: Date;
  /** Whether it counts for an order, as the study says and as its links are. */
  readonly saysLinked: boolean;
  readonly isLinked: boolean;
}

/** A procedure that an order expects, with the links that name it. */
export interface LinkedProcedure {
  readonly procedureId: string;
  readonly orderId: string;
  readonly state: WaitState;
  readonly studyMissing: boolean;
  readonly fulfilled: boolean;
  readonly linked: number;
  readonly proposed: number;
}

export interface OutboxRow {
  readonly eventId: string;
  readonly type: string;
  readonly published: boolean;
}

/** What Postgres holds of one tenant, in portions. All throw `database.unavailable` (retryable). */
export interface IndexReading {
  storedReceipts(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<StoredReceipt>>;
  instances(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<IndexedInstance>>;
  studies(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<CountedStudy>>;
  procedures(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<LinkedProcedure>>;
  outbox(tenantId: string, scope: Scope, after: string | undefined): Promise<Rows<OutboxRow>>;
}
