import { InMemoryPickLists } from "./in-memory-pick-lists.ts";
import { pickListsContract } from "./pick-lists.contract.ts";

pickListsContract(async () => new InMemoryPickLists());
