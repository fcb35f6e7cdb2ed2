/** Nothing was given up: no dead-letter queue holds a letter. */
import type { DeadLetterStore } from "../operations/dead-letter.ts";
import { PortionBuilder } from "./portion-builder.ts";
import type { Portion } from "./verification.ts";

export async function verifyQueues(store: Pick<DeadLetterStore, "queues" | "count">): Promise<Portion> {
  const found = new PortionBuilder();
  const counts = await Promise.all(
    store.queues.map(async ({ name }) => ({ name, ...(await store.count(name)) })),
  );
  for (const { name, waiting, inFlight } of counts) {
    found.checked("dead-letters-empty");
    if (waiting + inFlight === 0) continue;
    found.report([
      {
        law: "dead-letters-empty",
        problem: "letters",
        subject: { kind: "queue", id: name },
        facts: { waiting, inFlight },
      },
    ]);
  }
  return found.end(undefined);
}
