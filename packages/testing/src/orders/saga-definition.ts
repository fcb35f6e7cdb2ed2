/** The state machine's file as data: what its tests and the runner look at. */
import { readFileSync } from "node:fs";

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Output?: unknown;
}

export interface TaskState {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string; readonly Payload: string };
  readonly Output: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Next: string;
}

export interface ChoiceState {
  readonly Type: "Choice";
  readonly Choices: readonly {
    readonly Condition: string;
    readonly Next: string;
    readonly Output?: unknown;
  }[];
  readonly Default: string;
}

export interface SucceedState {
  readonly Type: "Succeed";
}

export interface FailState {
  readonly Type: "Fail";
}

export interface SagaDefinition {
  readonly QueryLanguage: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, TaskState | ChoiceState | SucceedState | FailState>>;
}

export function orderSagaDefinition(): SagaDefinition {
  const file = new URL("../../../../stacks/order-saga.asl.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as SagaDefinition;
}

/** True of a task that goes on when its token comes back, not when its function has run. */
export function waitsForToken(task: TaskState): boolean {
  return task.Resource.endsWith(".waitForTaskToken");
}

/** The step that a task calls: `${ReserveInventory}` stands for its function's ARN. */
export function stepOf(task: TaskState): string {
  return task.Arguments.FunctionName.replace(/^\$\{(\w+)\}$/, "$1");
}
