import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const receiptSchema = z.looseObject({
  id: z.string(),
  key: z.string(),
  versionId: z.string(),
  /** `stored`, `identical`, `same-header`, `conflict`, `rejected` or `ignored`. */
  outcome: z.string(),
  /** Why, for rejected and ignored. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  /** What the judgement of a duplicate rests on. */
  evidence: z.record(z.string(), z.unknown()).optional(),
  sopInstanceUid: z.string().optional(),
  studyId: z.string().optional(),
  etag: z.string().optional(),
  checksum: z.string().optional(),
  /** Of the version that landed first, of a duplicate. */
  firstReceiptId: z.string().optional(),
  /** Set when the version is in the bucket no more. */
  gone: z.object({ as: z.string(), at: z.string() }).optional(),
  /** In every event and log line that the object led to. */
  correlationId: z.string(),
  /** ISO 8601, UTC: when S3 says that it landed. */
  landedAt: z.string(),
  /** ISO 8601, UTC: since when the outcome can be asked for. */
  receivedAt: z.string(),
});
/** What became of one version of one object. */
export type Receipt = z.infer<typeof receiptSchema>;

const answerSchema = pageOf("receipts", receiptSchema);

/** What a receipt said before. */
const formerSchema = z.looseObject({
  outcome: z.string(),
  reasonCode: z.string().optional(),
  until: z.string(),
});

const receiptWithHistorySchema = receiptSchema.extend({ history: z.array(formerSchema) });
export type ReceiptWithHistory = z.infer<typeof receiptWithHistorySchema>;

export interface ReceiptQuery {
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  readonly studyId?: string | undefined;
  /** Received at or after, and before; ISO 8601. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
}

/** What may name a patient, and so is no part of a URL. */
export interface ReceiptSearch extends ReceiptQuery {
  readonly key?: string | undefined;
  readonly versionId?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
  readonly checksum?: string | undefined;
  readonly etag?: string | undefined;
}

/** Receipts page by page, newest first. */
export function listReceipts(api: ApiClient, query: ReceiptQuery = {}) {
  return readPages(async (cursor) => {
    const path = withQuery("/v1/receipts", { ...query, cursor });
    const { receipts, cursor: next } = parseAnswer(answerSchema, "/v1/receipts", await api.ask("GET", path));
    return { items: receipts, cursor: next };
  });
}

/** Receipts page by page, newest first, by what must not be in a URL. */
export function searchReceipts(api: ApiClient, search: ReceiptSearch) {
  const path = "/v1/receipts/search";
  return readPages(async (cursor) => {
    const body = { ...search, cursor };
    const answer = parseAnswer(answerSchema, path, await api.ask("POST", path, { body }));
    return { items: answer.receipts, cursor: answer.cursor };
  });
}

/** A receipt with its evidence, and what it said before. */
export async function getReceipt(api: ApiClient, id: string): Promise<ReceiptWithHistory> {
  const answer = await api.ask("GET", `/v1/receipts/${encodeURIComponent(id)}`);
  return parseAnswer(receiptWithHistorySchema, "/v1/receipts/{id}", answer);
}
