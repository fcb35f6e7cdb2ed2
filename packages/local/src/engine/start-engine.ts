import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { ENGINE, PYTHON } from "../set-up/paths.ts";
import { SetUpError } from "../set-up/set-up-error.ts";
import { stopGroup } from "./stop-group.ts";
import { waitUntil } from "./wait-until.ts";

/** Only what the program uses: some other services of the engine open ports of their own. */
const SERVICES = [
  "apigateway",
  "cognito-identity",
  "cognito-idp",
  "dynamodb",
  "dynamodbstreams",
  "ec2",
  "events",
  "iam",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "s3",
  "scheduler",
  "secretsmanager",
  "ses",
  "sns",
  "sqs",
  "ssm",
  "states",
  "sts",
].join(",");

export const ENGINE_REGION = "us-east-1";
/** The root account of the engine: its calls are not bound by a policy, those of functions are. */
export const ENGINE_CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** Writing down a large state at the end takes its time on a busy machine; half of it would be worth nothing. */
const SAVING_PATIENCE_MS = 60_000;

export interface EngineOptions {
  /** Where its state, its logs and its temporary files are. */
  readonly folder: string;
  readonly port: number;
  /** Keeps what it holds in the folder, and goes on with what is there. */
  readonly lasting: boolean;
  /** State machines pause between retries for this part of what their definitions say; all of it when absent. */
  readonly pauseFactor?: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Engine {
  readonly endpoint: string;
  readonly pid: number;
  readonly logFile: string;
  /** Has a lasting state written down now; otherwise it is every few seconds, and at the end. */
  save(): void;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack on a port of 127.0.0.1 with IAM enforced, its state below `folder`, and waits until it answers.
 */
export async function startEngine({
  folder,
  port,
  lasting,
  pauseFactor = 1,
  signal,
}: EngineOptions): Promise<Engine> {
  const temporary = join(folder, "tmp");
  await mkdir(temporary, { recursive: true });
  // The engine's scripts there are CommonJS, which the package.json of a checkout around the folder would deny.
  await writeFile(join(temporary, "package.json"), "{}");
  const logFile = join(folder, "engine.log");
  const log = openSync(logFile, "a");
  const child = spawn(PYTHON, [ENGINE], {
    // A process group of its own: the engine's workers end with it.
    detached: true,
    stdio: ["ignore", log, log],
    cwd: folder,
    env: {
      ...withoutAwsSettings(process.env),
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      AUTH: "true",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: "127.0.0.1",
      MINISTACK_REGION: ENGINE_REGION,
      SERVICES,
      SFN_WAIT_SCALE: String(pauseFactor),
      STATE_DIR: join(folder, "engine"),
      ...(lasting && { PERSIST_STATE: "1", S3_PERSIST: "1", S3_DATA_DIR: join(folder, "objects") }),
      TMPDIR: temporary,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
    },
  });
  closeSync(log);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = () => stopGroup(child, "SIGTERM", lasting ? SAVING_PATIENCE_MS : undefined);
  try {
    await waitUntil("the local AWS engine answers", 60_000, async () => {
      signal?.throwIfAborted();
      if (child.exitCode !== null) throw await engineEnded(logFile);
      const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
      return answer?.ok === true ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const save = () => {
    if (lasting) child.kill("SIGUSR1");
  };
  return { endpoint, pid: child.pid ?? 0, logFile, save, stop };
}

/** Somebody's AWS account must not leak into the local system. */
function withoutAwsSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("AWS_") || name === "AWS_CA_BUNDLE"),
  );
}

async function engineEnded(logFile: string): Promise<SetUpError> {
  const log = await readFile(logFile, "utf8");
  return new SetUpError(
    "engine-ended",
    `The local AWS engine ended at once: ${log.trim().split("\n").slice(-3).join(" | ")}`,
    "Remove the folder .accession/python and run the command again.",
  );
}
