import { z } from "zod";
import type { ReceiptWithHistory } from "../client/receipts.ts";
import { fieldLines } from "./table.ts";
import { visibleText } from "./visible-text.ts";

const evidenceSchema = z.looseObject({
  proof: z.string().optional(),
  differing: z.array(z.looseObject({ tag: z.string(), keyword: z.string().optional() })).default([]),
  moreDiffering: z.number().default(0),
});

/** A receipt for people: its fields, its evidence, the elements that differ, and what it said before. */
export function receiptLines(receipt: ReceiptWithHistory): string[] {
  const { proof, differing, moreDiffering, ...evidence } = evidenceSchema.parse(receipt.evidence ?? {});
  const tags = differing.map(({ tag, keyword }) => visibleText(`  ${tag}  ${keyword ?? ""}`.trimEnd()));
  const former = receipt.history.map(({ outcome, reasonCode, until }) =>
    visibleText(`  until ${until}  ${outcome}${reasonCode === undefined ? "" : `, ${reasonCode}`}`),
  );
  return [
    ...fieldLines({
      Receipt: receipt.id,
      Outcome: receipt.outcome,
      Reason: receipt.reason && `${receipt.reason.code}: ${receipt.reason.message}`,
      Gone: receipt.gone && `${receipt.gone.as} at ${receipt.gone.at}`,
      "Landed first": receipt.firstReceiptId,
      Key: receipt.key,
      Version: receipt.versionId,
      Instance: receipt.sopInstanceUid,
      Study: receipt.studyId,
      Checksum: receipt.checksum,
      Landed: receipt.landedAt,
      Received: receipt.receivedAt,
      "Correlation id": receipt.correlationId,
      "Decided by": proof,
    }),
    // Each of the first version, and of this one.
    ...fieldLines(
      Object.fromEntries(Object.entries(evidence).map(([name, pair]) => [`  ${name}`, JSON.stringify(pair)])),
    ),
    ...(tags.length > 0 ? ["Elements that differ before the pixels:", ...tags] : []),
    ...(moreDiffering > 0 ? [`  and ${moreDiffering} more`] : []),
    ...(former.length > 0 ? ["Before:", ...former] : []),
  ];
}
