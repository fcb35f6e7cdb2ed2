/** One message to one address about one order: that it is to be sent is on record before it is. */

export type Channel = "email" | "sms";

/**
 * `operators` are told again when it is not known whether a message went out, as a review that nobody hears of costs
 * more than a message too many. The customer is not.
 */
export type Audience = "customer" | "operators";

export interface NoticeKey {
  readonly tenantId: string;
  readonly orderId: string;
  /** `order.completed.email.customer`: names no address. */
  readonly name: string;
}

/**
 * `pending`: it may have been sent. `released`: it was not, and may be. `unknown`: it may have been sent, and nobody
 * tries again. `rejected`: nobody will ever take it.
 */
export const NOTICE_STATES = ["pending", "released", "sent", "rejected", "unknown"] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

export interface NoticeRecord {
  readonly state: NoticeState;
  /** When the last try began; ISO 8601, UTC. */
  readonly startedAt: string;
  /** Present from `sent`, `rejected` and `unknown` on. */
  readonly endedAt?: string;
  /** What the service calls a message that it took. */
  readonly reference?: string;
  /** A code, of one that was rejected. */
  readonly reason?: string;
}

/** Records of notices. All throw `store.unavailable` (retryable) when the store cannot answer; each may be called again. */
export interface NoticeStore {
  /** Writes the record if there is none yet; otherwise answers the one that is there. */
  open(key: NoticeKey, record: NoticeRecord): Promise<NoticeRecord | undefined>;
  /** Replaces `from`. False, and nothing is written, when it is not there as it was any more. */
  move(key: NoticeKey, from: NoticeRecord, to: NoticeRecord): Promise<boolean>;
  /** Of one order, by name. */
  list(tenantId: string, orderId: string): Promise<readonly NamedNotice[]>;
}

export interface NamedNotice extends NoticeRecord {
  readonly name: string;
}
