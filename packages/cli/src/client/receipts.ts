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
  studyId: z.string().optional(),
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

export interface ReceiptQuery {
  readonly outcome?: string | undefined;
  readonly studyId?: string | undefined;
  /** Received at or after; ISO 8601. */
  readonly since?: string | undefined;
  readonly limit?: number | undefined;
}

/** Receipts page by page, newest first. */
export function listReceipts(api: ApiClient, query: ReceiptQuery = {}) {
  return readPages(async (cursor) => {
    const path = withQuery("/v1/receipts", { ...query, cursor });
    const { receipts, cursor: next } = parseAnswer(answerSchema, "/v1/receipts", await api.ask("GET", path));
    return { items: receipts, cursor: next };
  });
}
