import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { awsClients } from "../resources/aws-clients.ts";
import type { World } from "../resources/kind.ts";
import { ResourceLedger } from "../resources/resource-ledger.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { answerBuild, type BuiltHandlers } from "./handler-bundles.ts";
import type { AppliedProgram, ParentMessage, ProcessMessage, ProgramTask } from "./program-task.ts";
import { ASSET_BUCKET } from "./rpc-server.ts";
import { writeSstEnvironment } from "./write-sst-environment.ts";

/**
 * Evaluates the program in a process of its own and brings the engine to it: Pulumi's runtime is global, so each
 * evaluation needs a new one. Told the task first and, later, that the handlers are built.
 */
const say = (message: ProcessMessage) => process.send?.(message);
// Nobody is left to tell.
process.once("disconnect", () => process.exit(1));

const built = Promise.withResolvers<BuiltHandlers>();
let ledger = new ResourceLedger();
process.on("message", (message: ParentMessage) => {
  if (message.type === "built") built.resolve(message.handlers);
  else if (message.type === "stop") void stop();
  else void run(message.task);
});

/** The engine may be kept: what it holds must be known, whatever is not done yet. */
async function stop(): Promise<void> {
  await ledger.stop();
  say({ type: "failed", message: "stopped", code: "program-stopped", resources: [...ledger.recorded] });
}

async function run(task: ProgramTask): Promise<void> {
  ledger = new ResourceLedger(task.recorded);
  try {
    const program = await apply(task);
    // Archives of code are objects of Pulumi's.
    say({ type: "done", program: JSON.parse(JSON.stringify(program)) });
  } catch (error) {
    const { message, stack, code } = error as Error & { code?: unknown };
    say({
      type: "failed",
      message: error instanceof Error ? message : String(error),
      ...(typeof code === "string" && { code }),
      ...(stack !== undefined && { stack }),
      resources: [...ledger.recorded],
    });
  }
}

async function apply(task: ProgramTask): Promise<AppliedProgram> {
  const world: World = { aws: awsClients(task.endpoint), endpoint: task.endpoint, postgres: task.postgres };
  if (task.recorded.length === 0) await world.aws.s3.send(new CreateBucketCommand({ Bucket: ASSET_BUCKET }));
  let declared = 0;
  const program = await evaluateProgram({
    stage: "local",
    region: ENGINE_REGION,
    workFolder: task.folder,
    make: async (resource) => {
      const result = await ledger.apply(resource, world);
      declared += 1;
      if (declared % 100 === 0) say({ type: "note", text: `${declared} are as declared` });
      return result;
    },
    build: async (fn) => answerBuild(fn, await built.promise, task.folder),
  });
  await ledger.removeUndeclared(world);
  await writeSstEnvironment(program);
  const { functions, outputs } = program;
  return { resources: ledger.recorded, functions, outputs, changes: ledger.changes };
}
