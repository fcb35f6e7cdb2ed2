import type { EventMeta } from "@accession/events/envelope";
import type { Ids } from "../ids.ts";
import type { PublishContext } from "../outbox/publish-committed.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import type { PaymentStore } from "./payment-store.ts";

/** What every use case on a payment needs. */
export interface PaymentContext extends PublishContext {
  readonly payments: PaymentStore;
  readonly gateway: PaymentGateway;
  readonly ids: Ids;
  readonly homeRegion: string;
}

/** On whose behalf: goes into the payment's events. */
export interface PaymentCause {
  readonly meta: EventMeta;
}
