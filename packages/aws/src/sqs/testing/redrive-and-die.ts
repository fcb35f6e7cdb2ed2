/**
 * A process that redrives and dies in the middle, as a function does whose machine goes away.
 * Arguments: endpoint, the address of the queue as JSON, and where to die: `before-send` or `before-delete`.
 */
import { redriveDeadLetters } from "@accession/core/operations/redrive-dead-letters";
import { SQSClient } from "@aws-sdk/client-sqs";
import { sqsDeadLetters } from "../sqs-dead-letters.ts";

const [endpoint = "", address = "", dies = ""] = process.argv.slice(2);
const client = new SQSClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const queue = JSON.parse(address);
const HIDDEN_SECONDS = 5;
const store = sqsDeadLetters(client, [queue], HIDDEN_SECONDS);
const die = (): Promise<never> => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
};

await redriveDeadLetters(
  {
    store: {
      ...store,
      ...(dies === "before-send" && { sendBack: die }),
      ...(dies === "before-delete" && { delete: die }),
    },
    notes: { of: async () => undefined },
    clock: { now: () => new Date() },
    pause: async () => undefined,
  },
  { queue: queue.name, selection: { by: "all" }, limit: 10, rate: 100, dryRun: false },
);
