import { InMemoryOrderStore } from "./in-memory-order-store.ts";
import { orderStoreContract } from "./order-store.contract.ts";

orderStoreContract(async () => new InMemoryOrderStore());
