import { apiClient } from "../client/api-client.ts";
import type { LogRecord } from "../client/function-logs.ts";
import type { Io } from "../io.ts";

export interface RecordingIo extends Io {
  readonly printed: string[];
  readonly noted: string[];
  readonly drawn: string[];
  /** What the functions have logged, for the test to fill. */
  readonly logged: LogRecord[];
}

/** Keeps what a command says, and takes it to an API of the test. */
export function recordingIo(apiUrl = "http://127.0.0.1:1", terminalWidth?: number): RecordingIo {
  const printed: string[] = [];
  const noted: string[] = [];
  const drawn: string[] = [];
  const logged: LogRecord[] = [];
  return {
    logged,
    printed,
    noted,
    drawn,
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    draw: (text) => void drawn.push(text),
    terminalWidth,
    token: async (tenant) => `token-of-${tenant}`,
    api: async (tenant) => apiClient(apiUrl, `token-of-${tenant}`),
    logs: async () => ({
      read: async ({ since, text }) =>
        logged.filter(({ at, ...rest }) => at >= since && JSON.stringify(rest).includes(text ?? "")),
    }),
    exitCode: 0,
  };
}
