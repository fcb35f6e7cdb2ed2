/** What the saga's payment steps are made of. One of the few readers of `Resource`; everything on first use. */
import { eventBridgeClient } from "@accession/aws/eventbridge/eventbridge-client";
import { eventBridgePublisher } from "@accession/aws/eventbridge/eventbridge-publisher";
import { postgresPaymentStore } from "@accession/aws/payments/postgres-payment-store";
import { sandboxGateway } from "@accession/aws/payments/sandbox-gateway";
import { postgresOutbox } from "@accession/aws/postgres/postgres-outbox";
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { PaymentContext } from "@accession/core/payments/payment-context";
import { Resource } from "sst";
import { orderContext } from "./composition-orders.ts";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

const pool = () =>
  postgresPool(Resource.AppDatabase, (error) => logger.warn("idle connection lost", faultFields(error)));

export const paymentContext = lazy((): OrderContext & PaymentContext => {
  const ours = pool();
  return {
    ...orderContext(),
    payments: postgresPaymentStore(ours),
    outbox: postgresOutbox(ours),
    // The gateway is another system: it commits on a connection of its own.
    gateway: sandboxGateway(pool(), orderContext().clock),
    publisher: eventBridgePublisher({ client: eventBridgeClient(), busName: Resource.Bus.name }),
  };
});
