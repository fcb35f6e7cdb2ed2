import type { EventMeta } from "@accession/events/envelope";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../event-publisher.ts";
import type { Ids } from "../ids.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import type { PaymentStore } from "./payment-store.ts";

/** What every use case on a payment needs. */
export interface PaymentContext {
  readonly payments: PaymentStore;
  readonly gateway: PaymentGateway;
  readonly publisher: EventPublisher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly homeRegion: string;
}

/** On whose behalf: goes into the payment's events. */
export interface PaymentCause {
  readonly meta: EventMeta;
}
