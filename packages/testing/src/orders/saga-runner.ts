/** Runs the state machine's own file in memory, with its JSONata, its retries and its catches. */
import jsonata from "jsonata";
import {
  type Retrier,
  type SagaDefinition,
  stepOf,
  type TaskState,
  waitsForToken,
} from "./saga-definition.ts";
import { TaskTokens } from "./task-tokens.ts";

export type Step = (payload: unknown) => Promise<unknown>;

/** Waits between two tries of a step: at most so many seconds, as the jitter is full. */
export type Pause = (atMostSeconds: number) => Promise<void>;

export interface SagaRun {
  readonly status: "SUCCEEDED" | "FAILED";
  /** The states in the order in which they were entered; a step that was retried is in it once. */
  readonly entered: readonly string[];
}

/** More than any run can need: a definition that goes round in circles is an error. */
const MAX_TRANSITIONS = 100;

export async function runSaga(
  definition: SagaDefinition,
  input: unknown,
  steps: Readonly<Record<string, Step>>,
  tokens = new TaskTokens(),
  pause: Pause = async () => undefined,
): Promise<SagaRun> {
  const entered: string[] = [];
  let name = definition.StartAt;
  let data: unknown = input;
  while (entered.length < MAX_TRANSITIONS) {
    const state = definition.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    entered.push(name);
    if (state.Type === "Succeed") return { status: "SUCCEEDED", entered };
    if (state.Type === "Fail") return { status: "FAILED", entered };
    if (state.Type === "Choice") {
      let next = state.Default;
      for (const choice of state.Choices) {
        if ((await evaluate(choice.Condition, data, undefined, input)) !== true) continue;
        next = choice.Next;
        if (choice.Output !== undefined) data = await evaluate(choice.Output, data, undefined, input);
        break;
      }
      name = next;
      continue;
    }
    [name, data] = await runTask(state, data, { input, steps, tokens, pause });
  }
  throw new Error(`the saga did not end after ${MAX_TRANSITIONS} transitions: ${entered.join(" ")}`);
}

interface Execution {
  readonly input: unknown;
  readonly steps: Readonly<Record<string, Step>>;
  readonly tokens: TaskTokens;
  readonly pause: Pause;
}

/** A failure with the name that `ErrorEquals` sees. */
class TaskFailed extends Error {
  override readonly name: string;

  constructor(name: string, options?: ErrorOptions) {
    super(name, options);
    this.name = name;
  }
}

async function runTask(task: TaskState, data: unknown, execution: Execution): Promise<[string, unknown]> {
  const tries = new Map<object, number>();
  for (;;) {
    try {
      const Payload = await tryTask(task, data, execution);
      return [task.Next, await evaluate(task.Output, data, { Payload }, execution.input)];
    } catch (error) {
      const matches = ({ ErrorEquals: names }: { readonly ErrorEquals: readonly string[] }) =>
        names.includes("States.ALL") || (error instanceof Error && names.includes(error.name));
      const retrier = task.Retry?.find(matches);
      const retries = retrier === undefined ? 0 : (tries.get(retrier) ?? 0);
      if (retrier !== undefined && retries < retrier.MaxAttempts) {
        tries.set(retrier, retries + 1);
        await execution.pause(pauseOf(retrier, retries));
        continue;
      }
      const catcher = task.Catch?.find(matches);
      if (catcher === undefined) throw error;
      const output =
        catcher.Output === undefined ? {} : await evaluate(catcher.Output, data, undefined, execution.input);
      return [catcher.Next, output];
    }
  }
}

/** IntervalSeconds × BackoffRate^retries, up to MaxDelaySeconds. */
function pauseOf(retrier: Retrier, retries: number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  return Math.min(IntervalSeconds * BackoffRate ** retries, MaxDelaySeconds);
}

async function tryTask(
  task: TaskState,
  data: unknown,
  { input, steps, tokens }: Execution,
): Promise<unknown> {
  const step = steps[stepOf(task)];
  if (step === undefined) throw new Error(`there is no step ${stepOf(task)}`);
  if (!waitsForToken(task)) return step(await evaluate(task.Arguments.Payload, data, undefined, input));
  const { token, end } = tokens.open();
  try {
    await step(await evaluate(task.Arguments.Payload, data, undefined, input, token));
  } catch (cause) {
    // The service ends the task with its function's failure.
    tokens.fail(token, "Lambda.Unknown");
    throw new TaskFailed("Lambda.Unknown", { cause });
  }
  const ended = await end;
  if (!ended.ok) throw new TaskFailed(ended.error);
  return {};
}

/** A field that is `{% … %}` is an expression; objects are templates of them; anything else stands for itself. */
export async function evaluate(
  field: unknown,
  data: unknown,
  result: unknown,
  executionInput: unknown,
  taskToken?: string,
): Promise<unknown> {
  if (typeof field === "object" && field !== null) {
    const entries = Object.entries(field).map(async ([key, value]) => [
      key,
      await evaluate(value, data, result, executionInput, taskToken),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (typeof field !== "string" || !/^\{%.*%\}$/s.test(field)) return field;
  const states = {
    input: data,
    result,
    context: { Execution: { Input: executionInput }, Task: { Token: taskToken } },
  };
  const value: unknown = await compiled(field.slice(2, -2)).evaluate(undefined, { states });
  // The service fails the state for it: JSON has no undefined.
  if (value === undefined) throw new Error(`the expression ${field} gave nothing`);
  return value;
}

const expressions = new Map<string, jsonata.Expression>();

function compiled(text: string): jsonata.Expression {
  const known = expressions.get(text) ?? jsonata(text);
  expressions.set(text, known);
  return known;
}
