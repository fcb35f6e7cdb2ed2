import { InMemoryOrderStore } from "./in-memory-order-store.ts";
import { orderStoreContract } from "./order-store.contract.ts";
import { unfinishedOrdersContract } from "./unfinished-orders.contract.ts";

orderStoreContract(async () => new InMemoryOrderStore());
unfinishedOrdersContract(async () => {
  const store = new InMemoryOrderStore();
  return { orders: store, unfinished: store };
});
