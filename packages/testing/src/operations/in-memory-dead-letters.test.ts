import { SettableClock } from "../settable-clock.ts";
import { deadLetterStoreContract } from "./dead-letter-store.contract.ts";
import { InMemoryDeadLetters } from "./in-memory-dead-letters.ts";

deadLetterStoreContract(async () => {
  const queue = "WorkDeadLetters";
  const store = new InMemoryDeadLetters(new SettableClock(), [
    { name: queue, holds: "messages", returnsTo: "Work" },
  ]);
  return {
    store,
    queue,
    put: async (body) => void store.put(queue, body),
    returned: async () => store.returned.map(({ body }) => body),
  };
});
