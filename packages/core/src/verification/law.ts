/** What has to hold when nothing was lost, and what is told of that which breaks it. */

/** By the walk that checks them; docs/runbook.md has a section for each. */
export const LAWS = {
  objects: ["version-has-receipt", "receipt-has-version"],
  index: [
    "receipt-has-instance",
    "instance-has-receipt",
    "study-counts",
    "study-completes",
    "links-agree",
    "study-events-published",
  ],
  orders: [
    "order-goes-on",
    "order-has-studies",
    "order-has-stock",
    "order-has-payment",
    "payment-has-order",
    "procedure-has-order",
    "authorization-ends",
    "gateway-agrees",
    "order-events-published",
  ],
  stock: ["stock-adds-up"],
  queues: ["dead-letters-empty"],
} as const;

export const WALKS = ["objects", "index", "orders", "stock", "queues"] as const satisfies readonly Walk[];
export type Walk = keyof typeof LAWS;
export type Law = (typeof LAWS)[Walk][number];

/** What a violation is about. All but `version` and `article` are ids of ours. */
export type Subject =
  | {
      /** No receipt names it: its key is all that it has. May hold patient data. */
      readonly kind: "version";
      readonly key: string;
      readonly versionId: string;
    }
  | {
      readonly kind: "receipt" | "instance" | "study" | "procedure" | "event" | "order" | "payment";
      /** A bare UUID. */
      readonly id: string;
    }
  /** An article by its SKU, a dead-letter queue by its name. */
  | { readonly kind: "article" | "queue"; readonly id: string };

export interface Violation {
  readonly law: Law;
  /** What is wrong: a stable code such as `no-receipt`. */
  readonly problem: string;
  /** A bare UUID; absent for a queue, which belongs to nobody. */
  readonly tenantId?: string;
  readonly subject: Subject;
  /** Numbers, states and ids of ours that show it; no patient data. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** True when the repair of this kind of subject mends it without a person's judgement. */
  readonly repairable?: true;
}
