/** What a person who looks after orders may decide about one that waits for them, as requests. */
import { z } from "zod";

/**
 * What the decision rests on. A closed list: it is in the timeline and in no store that may hold patient data but
 * the order's own.
 */
export const REVIEW_REASONS = [
  "checked-with-gateway",
  "checked-with-carrier",
  "agreed-with-customer",
  "cause-mended",
  "study-withdrawn",
  "duplicate",
  "written-off",
] as const;

/** How an order ended that a person settled outside of the system. */
export const RESOLUTIONS = ["completed", "failed", "cancelled"] as const;
export type ResolvedAs = (typeof RESOLUTIONS)[number];

const reason = z.enum(REVIEW_REASONS);

/** Of a retry and of a compensation. */
export const reviewRequestSchema = z.strictObject({ reason });
export type ReviewRequest = z.output<typeof reviewRequestSchema>;

export const resolveRequestSchema = z.strictObject({
  as: z.enum(RESOLUTIONS),
  reason,
  /** For whoever reads the order later. It may name a patient: it stays in the order's record. */
  note: z.string().trim().min(1).max(500).optional(),
});
export type ResolveRequest = z.output<typeof resolveRequestSchema>;

/** What a person settled, as it stands on the order. */
export interface Resolution {
  readonly reason: string;
  readonly note?: string;
  /** What becomes of stock that the order held: it left with the goods, or goes back. Absent: nothing was held. */
  readonly stock?: "left" | "back";
  /** Studies that go back to the worklist. */
  readonly studies?: "back";
}
