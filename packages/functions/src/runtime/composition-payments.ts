/** What the saga's payment steps are made of; everything on first use. Needs the links OrdersTable, AppDatabase, Bus. */
import { postgresPaymentStore } from "@accession/aws/payments/postgres-payment-store";
import { sandboxGateway } from "@accession/aws/payments/sandbox-gateway";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { PaymentContext } from "@accession/core/payments/payment-context";
import { publishContext } from "./composition-events.ts";
import { orderContext } from "./composition-orders.ts";
import { appPool, sandboxPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

export const paymentContext = lazy((): OrderContext & PaymentContext => ({
  ...orderContext(),
  ...publishContext(),
  payments: postgresPaymentStore(appPool()),
  gateway: sandboxGateway(sandboxPool(), orderContext().clock),
}));
