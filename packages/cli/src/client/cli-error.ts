/** Something that the caller of a command can mend. `remedy` says how. */
export class CliError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CliError";
    this.code = code;
    this.remedy = remedy;
  }
}
