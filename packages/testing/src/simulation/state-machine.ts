/** The service that runs the saga's own file: one execution per name, which may die at every step. */
import type { ExecutionState, SagaExecutions } from "@accession/core/orders/saga-executions";
import type { SagaInput, SagaStarter } from "@accession/core/orders/saga-starter";
import { orderSagaDefinition, stepOf } from "../orders/saga-definition.ts";
import { runSaga, type Step } from "../orders/saga-runner.ts";
import { TaskTokens } from "../orders/task-tokens.ts";
import { type Environment, invoke, type Process } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";

const definition = orderSagaDefinition();
const stepNames = Object.values(definition.States).flatMap((state) =>
  state.Type === "Task" ? [stepOf(state)] : [],
);
/** As the task that waits has it in its `TimeoutSeconds`. */
const TOKEN_SECONDS = 86_400;

/** Tokens whose tasks run out of time. */
class TimedTokens extends TaskTokens {
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    super();
    this.#scheduler = scheduler;
  }

  override open(): ReturnType<TaskTokens["open"]> {
    const opened = super.open();
    this.#scheduler.after(TOKEN_SECONDS, () => this.fail(opened.token, "States.Timeout"));
    return opened;
  }
}

interface Execution {
  readonly input: SagaInput;
  state: ExecutionState;
}

export class StateMachine implements SagaStarter, SagaExecutions {
  readonly tokens: TaskTokens;
  /** Told of each run of a step as it begins. */
  onStep: (step: string, orderId: string) => void = () => undefined;
  readonly #executions = new Map<string, Execution>();
  readonly #environment: Environment;
  readonly #stepsOf: (process: Process) => Readonly<Record<string, Step>>;

  constructor(environment: Environment, stepsOf: (process: Process) => Readonly<Record<string, Step>>) {
    this.#environment = environment;
    this.#stepsOf = stepsOf;
    this.tokens = new TimedTokens(environment.scheduler);
  }

  async start(input: SagaInput): Promise<void> {
    const name = `${input.orderId}-${input.attempt}`;
    if (!this.#executions.has(name)) this.#executions.set(name, this.run(input));
  }

  async stateOf({ orderId, attempt }: Pick<SagaInput, "orderId" | "attempt">): Promise<ExecutionState> {
    return this.#executions.get(`${orderId}-${attempt}`)?.state ?? "absent";
  }

  /** Ends the executions of an order as an abort does: nothing of them is caught. */
  kill(orderId: string): void {
    for (const execution of this.#executions.values()) {
      if (execution.input.orderId === orderId) execution.state = "ended";
    }
  }

  /** An execution, whatever its name: the service forgets names after a time. */
  run(input: SagaInput): Execution {
    const execution: Execution = { input, state: "running" };
    const { scheduler, faults } = this.#environment;
    const steps = Object.fromEntries(
      stepNames.map((name): [string, Step] => [
        name,
        async (payload) => {
          if (faults.is("death")) execution.state = "ended";
          await alive(execution);
          this.onStep(name, input.orderId);
          try {
            return await invoke(this.#environment, async (process) => {
              const step = this.#stepsOf(process)[name];
              if (step === undefined) throw new Error(`there is no step ${name}`);
              return step(payload);
            });
          } finally {
            await alive(execution);
          }
        },
      ]),
    );
    const pause = async (seconds: number) => {
      await scheduler.sleep(scheduler.between(0, seconds));
      await alive(execution);
    };
    const ended = () => {
      execution.state = "ended";
    };
    runSaga(definition, input, steps, this.tokens, pause).then(ended, ended);
    return execution;
  }
}

/** Never goes on when the execution is over. */
function alive(execution: Execution): Promise<void> {
  return execution.state === "running" ? Promise.resolve() : new Promise(() => undefined);
}
