import { listDeadLetters, redriveAll, showDeadLetters } from "@accession/cli/client/dead-letters";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { waitUntil } from "../engine/wait-until.ts";
import type { RunningSystem } from "../system/running-system.ts";
import type { DemoContext } from "./demo-context.ts";
import { uploadStudies } from "./upload-study.ts";

const DEAD_LETTERS = "IngestDeadLetters";

/**
 * A file whose message is given up: the queue's consumer is switched off, and nobody who receives the message finishes
 * it. Then the consumer is there again, and the message is sent back to it.
 */
export async function redriveLetter(context: DemoContext): Promise<void> {
  const { api, system, progress, expectations } = context;
  progress.line("\nA dead letter");
  await switchConsumer(system, false);
  const study = ctStudy({ seed: 4, slices: 1, size: 64, patientId: "PHANTOM-4" });
  // Ends with the file's receipt, which comes when all is mended.
  const uploaded = uploadStudies(context, { "phantom-4": study });
  uploaded.catch(() => undefined);
  try {
    await progress.step("  a file whose message is received five times, and finished by nobody", () =>
      whenGivenUp(context),
    );
  } finally {
    await switchConsumer(system, true);
  }
  const [letter] = await showDeadLetters(api, DEAD_LETTERS, {});
  expectations.equal("the letter says what it is, and names no file", letter?.type, "Object Created");
  const outcomes = await progress.step("  sent back to its queue: the file has its receipt", async () => {
    const report = await redriveAll(api, DEAD_LETTERS, { all: true }, 10, () => undefined);
    expectations.equal("a redrive moves the letter", [report.moved, report.remaining], [1, 0]);
    return uploaded;
  });
  expectations.equal("the redriven file is stored", outcomes, ["stored"]);
}

/** Receives what is in the queue, again and again, as a consumer does that fails. */
async function whenGivenUp({ api, system, signal }: DemoContext): Promise<void> {
  const QueueUrl = attributeOf(system, "url");
  await waitUntil("the message is among the dead letters", 120_000, async () => {
    signal.throwIfAborted();
    await system.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    const queues = await listDeadLetters(api);
    return queues.find(({ name }) => name === DEAD_LETTERS)?.waiting === 1 ? true : undefined;
  });
}

async function switchConsumer({ resources, aws }: RunningSystem, on: boolean): Promise<void> {
  const arn = attributeOf({ resources }, "arn");
  const mapping = resources.find(
    ({ type, inputs }) => type.endsWith(":EventSourceMapping") && inputs["eventSourceArn"] === arn,
  );
  const UUID = mapping?.id ?? "";
  await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: on }));
  await waitUntil("the consumer is switched", 120_000, async () => {
    const { State: state } = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return state === (on ? "Enabled" : "Disabled") ? true : undefined;
  });
}

/** Of the queue of uploads' events. */
function attributeOf({ resources }: Pick<RunningSystem, "resources">, attribute: "arn" | "url"): string {
  return String(resources.find(({ name }) => name === "IngestQueue")?.state[attribute]);
}
