import type { SagaInput } from "./saga-starter.ts";

/** `running`; `ended`, in whatever way; `absent`: it never started, or the service has forgotten it. */
export type ExecutionState = "running" | "ended" | "absent";

/** What became of the runs of the saga. */
export interface SagaExecutions {
  stateOf(run: Pick<SagaInput, "orderId" | "attempt">): Promise<ExecutionState>;
}
