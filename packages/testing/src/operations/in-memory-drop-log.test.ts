import { dropLogContract } from "./drop-log.contract.ts";
import { InMemoryDropLog } from "./in-memory-drop-log.ts";

dropLogContract(async () => new InMemoryDropLog());
