/** Why a letter may be thrown away. No text of one's own: it would be logged, and might name a patient. */
export const DROP_REASONS = ["done-otherwise", "obsolete", "malformed", "test"] as const;
export type DropReason = (typeof DROP_REASONS)[number];
