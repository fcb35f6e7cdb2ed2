import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { waitUntil } from "../engine/wait-until.ts";
import type { RunningSystem } from "../system/running-system.ts";
import type { DemoContext } from "./demo-context.ts";

const QUEUE = "aws:sqs/queue:Queue";

interface Depth {
  readonly queue: string;
  readonly messages: number;
}

/** How many messages each queue of the program holds: visible, in flight and delayed. */
export async function queueDepths(
  { resources, aws }: RunningSystem,
  which: "work" | "dead-letter",
): Promise<Depth[]> {
  const queues = resources.filter(
    ({ type, inputs }) =>
      type === QUEUE && (inputs["redrivePolicy"] === undefined) === (which === "dead-letter"),
  );
  return Promise.all(
    queues.map(async ({ name, state }) => {
      const { Attributes: attributes = {} } = await aws.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: String(state["url"]), AttributeNames: ["All"] }),
      );
      const counts: Record<string, string | undefined> = attributes;
      const counted = ["", "NotVisible", "Delayed"].map((kind) =>
        Number(counts[`ApproximateNumberOfMessages${kind}`] ?? 0),
      );
      return { queue: name.replace(/Queue$/, ""), messages: counted.reduce((sum, count) => sum + count, 0) };
    }),
  );
}

/** When everything is worked off, nothing may be left anywhere. */
export async function countDeadLetters({
  system,
  progress,
  expectations,
  signal,
}: DemoContext): Promise<void> {
  await waitUntil("the queues are empty", 120_000, async () => {
    signal.throwIfAborted();
    const depths = await queueDepths(system, "work");
    return depths.every(({ messages }) => messages === 0) ? true : undefined;
  });
  const dead = await queueDepths(system, "dead-letter");
  const letters = dead.filter(({ messages }) => messages > 0);
  expectations.equal("there are no dead letters", letters, []);
  const total = letters.reduce((sum, { messages }) => sum + messages, 0);
  progress.line(`\nDead letters: ${total} in ${dead.length} queues`);
}
