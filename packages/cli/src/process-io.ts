import { functionLogs } from "./client/function-logs.ts";
import { readEndpoints } from "./client/read-endpoints.ts";
import { signInAsTenant } from "./client/sign-in.ts";
import { tenantApi } from "./client/tenant-api.ts";
import type { Io } from "./io.ts";

/** Some terminals say 0. */
const UNKNOWN_WIDTH = 80;

/** The streams of this process, and the system that runs on this machine. */
export function processIo(): Io {
  const { stdout, stderr } = process;
  return {
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    draw: (text) => void stderr.write(text),
    terminalWidth: stderr.isTTY ? stderr.columns || UNKNOWN_WIDTH : undefined,
    token: async (tenant) => signInAsTenant(await readEndpoints(), tenant),
    api: async (tenant) => tenantApi(await readEndpoints(), tenant),
    logs: async () => functionLogs(await readEndpoints()),
    exitCode: 0,
  };
}
