/** Runs the state machine's own file in memory, with its JSONata, its retries (without their pauses) and its catches. */
import jsonata from "jsonata";
import { type SagaDefinition, stepOf, type TaskState } from "./saga-definition.ts";

export type Step = (payload: unknown) => Promise<unknown>;

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
    [name, data] = await runTask(state, data, input, steps);
  }
  throw new Error(`the saga did not end after ${MAX_TRANSITIONS} transitions: ${entered.join(" ")}`);
}

async function runTask(
  task: TaskState,
  data: unknown,
  input: unknown,
  steps: Readonly<Record<string, Step>>,
): Promise<[string, unknown]> {
  const step = steps[stepOf(task)];
  if (step === undefined) throw new Error(`there is no step ${stepOf(task)}`);
  const payload = await evaluate(task.Arguments.Payload, data, undefined, input);
  const tries = 1 + (task.Retry?.[0]?.MaxAttempts ?? 0);
  let failure: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const Payload = await step(payload);
      return [task.Next, await evaluate(task.Output, data, { Payload }, input)];
    } catch (error) {
      failure = error;
    }
  }
  const [catcher] = task.Catch ?? [];
  if (catcher === undefined) throw failure;
  return [
    catcher.Next,
    catcher.Output === undefined ? {} : await evaluate(catcher.Output, data, undefined, input),
  ];
}

/** A field that is `{% … %}` is an expression; objects are templates of them; anything else stands for itself. */
export async function evaluate(
  field: unknown,
  data: unknown,
  result: unknown,
  executionInput: unknown,
): Promise<unknown> {
  if (typeof field === "object" && field !== null) {
    const entries = Object.entries(field).map(async ([key, value]) => [
      key,
      await evaluate(value, data, result, executionInput),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (typeof field !== "string" || !/^\{%.*%\}$/s.test(field)) return field;
  const states = { input: data, result, context: { Execution: { Input: executionInput } } };
  const value: unknown = await jsonata(field.slice(2, -2)).evaluate(undefined, { states });
  // The service fails the state for it: JSON has no undefined.
  if (value === undefined) throw new Error(`the expression ${field} gave nothing`);
  return value;
}
