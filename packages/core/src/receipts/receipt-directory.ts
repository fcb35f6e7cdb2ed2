import { OUTCOMES, type Outcome } from "../ingestion/ingest-store.ts";
import { REMOVED_AS, type RemovedAs } from "../ingestion/record-removals.ts";
import type { Page, PageRequest } from "../paging.ts";

/** What receipts can be asked for: what a version was, or what became of it afterwards. */
export const OUTCOMES_AND_ENDS = [...OUTCOMES, ...REMOVED_AS] as const;
export type OutcomeOrEnd = (typeof OUTCOMES_AND_ENDS)[number];

/** What became of one object version. */
export interface Receipt {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string | undefined;
  /** With its algorithm, where the store was asked for it. */
  readonly checksum: string | undefined;
  readonly outcome: Outcome;
  readonly reason: { readonly code: string; readonly message: string } | undefined;
  /** Failure status of PS3.18 table I.2-2. */
  readonly failureStatus: number | undefined;
  /** What the outcome of a duplicate rests on. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly sopInstanceUid: string | undefined;
  readonly studyId: string | undefined;
  /** Of the version that landed first, of a duplicate. */
  readonly firstReceiptId: string | undefined;
  /** Set when the version is in the bucket no more. */
  readonly gone: { readonly as: RemovedAs; readonly at: Date } | undefined;
  readonly correlationId: string;
  readonly landedAt: Date;
  readonly receivedAt: Date;
}

/** What a receipt said before. */
export interface FormerJudgement {
  readonly outcome: Outcome;
  readonly reasonCode: string | undefined;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** When it was judged anew. */
  readonly until: Date;
  /** Of the file or request that led to it. */
  readonly correlationId: string;
}

/** All that is given must hold. */
export interface ReceiptQuery extends PageRequest {
  readonly outcome?: OutcomeOrEnd | undefined;
  readonly reason?: string | undefined;
  readonly studyId?: string | undefined;
  /** Received at or after. */
  readonly since?: Date | undefined;
  /** Received before. */
  readonly until?: Date | undefined;
  /** The whole key. */
  readonly key?: string | undefined;
  /** What a key begins with; it ends with an ASCII character, such as a folder's slash. */
  readonly keyPrefix?: string | undefined;
  readonly versionId?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
  readonly checksum?: string | undefined;
  readonly etag?: string | undefined;
}

export interface ReceiptDirectory {
  /** Newest first. Throws `InvalidCursor`. */
  list(tenantId: string, query: ReceiptQuery): Promise<Page<Receipt>>;
  /** Undefined when the tenant has no such receipt. */
  get(tenantId: string, receiptId: string): Promise<Receipt | undefined>;
  /** What a receipt said before, the latest first; empty for most. */
  history(tenantId: string, receiptId: string): Promise<readonly FormerJudgement[]>;
}
