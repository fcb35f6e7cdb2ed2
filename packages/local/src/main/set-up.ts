import { ensureEverything } from "../set-up/ensure-everything.ts";
import { streamProgress } from "../set-up/progress.ts";
import { reportAndExit } from "./report-and-exit.ts";

/** `pnpm set-up`: installs what the local system and the type checks need, and nothing else. */
await ensureEverything(streamProgress(process.stdout)).catch(reportAndExit);
