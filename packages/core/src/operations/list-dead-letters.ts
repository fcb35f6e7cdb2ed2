import type { DeadLetterQueue, DeadLetterStore, LetterCount } from "./dead-letter.ts";

export interface QueueState extends DeadLetterQueue, LetterCount {
  /** Of the oldest of up to ten letters: SQS tells the age of a queue by its metric alone. */
  readonly oldestSentAt: Date | undefined;
}

/** All dead-letter queues with what waits in them. Says nothing of what the letters hold. */
export async function listDeadLetters(store: DeadLetterStore): Promise<readonly QueueState[]> {
  return Promise.all(
    store.queues.map(async (queue) => {
      const count = await store.count(queue.name);
      const oldestSentAt = count.waiting > 0 ? await oldest(store, queue.name) : undefined;
      return { ...queue, ...count, oldestSentAt };
    }),
  );
}

async function oldest(store: DeadLetterStore, queue: string): Promise<Date | undefined> {
  const letters = await store.receive(queue);
  await store.release(queue, letters);
  return letters.map(({ sentAt }) => sentAt).sort((a, b) => a.getTime() - b.getTime())[0];
}
