/** Why a command changes nothing, told from where the order stands. */
import type { OrderProgress } from "./order.ts";

export type RefusalCode =
  /** The order is already past what the command would record: the step was done before. */
  | "already-done"
  /** The order is being undone: nothing forward is recorded any more. */
  | "compensating"
  /** A cancel was asked for before the point of no return: the order has to be undone instead. */
  | "cancel-requested"
  /** The order has ended. */
  | "finished"
  /** No person has to decide anything. */
  | "not-in-review"
  /** A person has to decide first. */
  | "in-review"
  /** The authorization has ended: nothing may be captured. */
  | "authorization-expired"
  /** A cancel came after the point of no return. */
  | "too-late"
  /** Something that was done is not undone yet, so the order cannot end. */
  | "outstanding"
  /** The order has not come so far. */
  | "too-early"
  /** Orders of this kind have no such step. */
  | "other-kind";

/** How far each forward status is; a status that is not on the way forward counts as past everything. */
export const POSITION: Record<OrderProgress["status"], number> = {
  PENDING: 0,
  RESERVED: 1,
  AWAITING_STUDY: 2,
  AUTHORIZED: 3,
  SHIPPED: 4,
  CAPTURING: 5,
  COMPLETED: 6,
  COMPENSATING: 7,
  FAILED: 8,
  CANCELLED: 8,
  NEEDS_REVIEW: 8,
};

/** Why a command that needs `wanted` finds the order elsewhere. */
export function refusalOf(progress: OrderProgress, wanted: OrderProgress["status"]): RefusalCode {
  if (progress.status === "NEEDS_REVIEW") return "in-review";
  if (progress.status === "FAILED" || progress.status === "CANCELLED") return "finished";
  if (progress.status === "COMPENSATING") return "compensating";
  if (wanted === "COMPENSATING") return progress.status === "COMPLETED" ? "finished" : "too-early";
  return POSITION[progress.status] > POSITION[wanted] ? "already-done" : "too-early";
}

/** No run of the saga acts on it any more. */
export function isFinished(progress: OrderProgress): boolean {
  return progress.status === "COMPLETED" || progress.status === "FAILED" || progress.status === "CANCELLED";
}
