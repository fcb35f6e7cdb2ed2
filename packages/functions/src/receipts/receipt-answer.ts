import { OUTCOMES } from "@accession/core/receipts/receipt-directory";
import { z } from "zod";
import { cursor, instant } from "../api/answer-parts.ts";

const text = z.string();

const receipt = z
  .object({
    id: text,
    bucket: text,
    key: text,
    versionId: text,
    size: z.number(),
    outcome: z.enum(OUTCOMES),
    reason: z.object({ code: text, message: text }).optional(),
    failureStatus: z.int().optional().meta({ description: "PS3.18 table I.2-2." }),
    evidence: z.record(text, z.unknown()).optional(),
    sopInstanceUid: text.optional(),
    studyId: text.optional(),
    correlationId: text,
    landedAt: instant,
    receivedAt: instant,
  })
  .meta({ id: "Receipt" });

export const receiptsAnswer = z.object({ receipts: z.array(receipt), cursor });
