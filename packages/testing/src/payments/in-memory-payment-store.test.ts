import { TENANT } from "../orders/goods-order.ts";
import { InMemoryPaymentStore } from "./in-memory-payment-store.ts";
import { paymentStoreContract } from "./payment-store.contract.ts";

paymentStoreContract(async () => {
  const store = new InMemoryPaymentStore();
  return { store, outbox: store, tenantId: TENANT };
});
