import { AppError } from "./errors.ts";

/** A remote step may or may not have happened, and asking did not tell. Try the same step again later. */
export class OutcomeUnknown extends AppError {
  constructor(step: string) {
    super("unavailable", "step.outcome-unknown", `The outcome of "${step}" is not known.`);
  }
}
