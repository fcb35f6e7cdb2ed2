import { OUTCOMES } from "@accession/core/ingestion/ingest-store";
import { REMOVED_AS } from "@accession/core/ingestion/record-removals";
import { z } from "zod";
import { cursor, instant } from "../api/answer-parts.ts";

const text = z.string();

const evidence = z.record(text, z.unknown()).optional().meta({
  description: "Sizes, digests, and the elements that differ by tag and keyword; no values of theirs.",
});

const receiptFields = z.object({
  id: text,
  bucket: text,
  key: text,
  versionId: text,
  size: z.number(),
  etag: text.optional(),
  checksum: text.optional(),
  outcome: z.enum(OUTCOMES),
  reason: z.object({ code: text, message: text }).optional(),
  failureStatus: z.int().optional().meta({ description: "PS3.18 table I.2-2." }),
  evidence,
  sopInstanceUid: text.optional(),
  studyId: text.optional(),
  firstReceiptId: text.optional().meta({ description: "Of the version that landed first." }),
  gone: z
    .object({ as: z.enum(REMOVED_AS), at: instant })
    .optional()
    .meta({ description: "The version is in the bucket no more." }),
  correlationId: text,
  landedAt: instant,
  receivedAt: instant,
});
const receipt = receiptFields.meta({ id: "Receipt" });

export const receiptsAnswer = z.object({ receipts: z.array(receipt), cursor });

const formerJudgement = z.object({
  outcome: z.enum(OUTCOMES),
  reasonCode: text.optional(),
  evidence,
  until: instant,
  correlationId: text,
});

export const receiptWithHistoryAnswer = receiptFields
  .extend({ history: z.array(formerJudgement) })
  .meta({ id: "ReceiptWithHistory" });
