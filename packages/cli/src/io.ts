import type { ApiClient } from "./client/api-client.ts";
import type { FunctionLogs } from "./client/function-logs.ts";

/** What a command has of the world: its output, its way to the system, its exit code. */
export interface Io {
  /** Results, one line at a time: standard output. */
  print(line: string): void;
  /** What is said to a person on the side: standard error. */
  note(line: string): void;
  /** Standard error as it is, for a line that is drawn over. */
  draw(text: string): void;
  /** Columns of the terminal on standard error; undefined when it is none. */
  readonly terminalWidth: number | undefined;
  /** An access token of a tenant's user. */
  token(tenant: string): Promise<string>;
  /** The API, called as a tenant's user. */
  api(tenant: string): Promise<ApiClient>;
  /** The logs of all functions. */
  logs(): Promise<FunctionLogs>;
  /** For a command that has done its work and found a "no" in it. */
  exitCode: ExitCode;
}

/** 0: done, and the answer is yes. 1: the answer is no, or something failed. 2: used wrongly. */
export type ExitCode = 0 | 1 | 2;

export const EXIT_CODES_HELP = `
Exit codes: 0 done; 1 the answer was no, or something failed; 2 wrong usage.`;
