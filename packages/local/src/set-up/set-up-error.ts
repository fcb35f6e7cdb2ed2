/** Something that the user must mend before the system can start. The message says what and where, the remedy how. */
export class SetUpError extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SetUpError";
    this.code = code;
    this.remedy = remedy;
  }
}
