import type { Outcome } from "../ingestion/ingest-store.ts";
import type { Page, PageRequest } from "../paging.ts";

export const OUTCOMES = [
  "stored",
  "identical",
  "same-header",
  "conflict",
  "rejected",
  "ignored",
] as const satisfies readonly Outcome[];

/** What became of one object version. */
export interface Receipt {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  readonly outcome: Outcome;
  readonly reason: { readonly code: string; readonly message: string } | undefined;
  /** Failure status of PS3.18 table I.2-2. */
  readonly failureStatus: number | undefined;
  /** What the outcome of a duplicate rests on. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly sopInstanceUid: string | undefined;
  readonly studyId: string | undefined;
  readonly correlationId: string;
  readonly landedAt: Date;
  readonly receivedAt: Date;
}

export interface ReceiptQuery extends PageRequest {
  readonly outcome?: Outcome | undefined;
  readonly studyId?: string | undefined;
  /** Received at or after. */
  readonly since?: Date | undefined;
}

export interface ReceiptDirectory {
  /** Newest first. Throws `InvalidCursor`. */
  list(tenantId: string, query: ReceiptQuery): Promise<Page<Receipt>>;
  /** Undefined when the tenant has no such receipt. */
  get(tenantId: string, receiptId: string): Promise<Receipt | undefined>;
}
