import { parseArgs } from "node:util";
import { runDev } from "../system/run-dev.ts";
import { reportAndExit } from "./report-and-exit.ts";
import { stopSignal } from "./stop-signal.ts";

/** `pnpm dev [--once] [--fresh] [--empty] [--logs]`: the whole system on this machine, with the demo job. */
const { values } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    empty: { type: "boolean", default: false },
    logs: { type: "boolean", default: false },
  },
});
const exitCode = await runDev({ ...values, signal: stopSignal(), out: process.stdout }).catch(reportAndExit);
process.exit(exitCode);
