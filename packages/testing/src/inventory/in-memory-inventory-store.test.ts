import { InMemoryInventoryStore } from "./in-memory-inventory-store.ts";
import { inventoryStoreContract } from "./inventory-store.contract.ts";

inventoryStoreContract(async () => new InMemoryInventoryStore());
