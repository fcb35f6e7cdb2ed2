import { CliError } from "./client/cli-error.ts";

/** A command that was not called as it wants to be: exit code 2. */
export class UsageError extends CliError {
  constructor(message: string, remedy?: string, options?: ErrorOptions) {
    super("usage", message, remedy, options);
    this.name = "UsageError";
  }
}
