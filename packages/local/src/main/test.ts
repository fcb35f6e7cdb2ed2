import { runTests } from "../tests/run-tests.ts";
import { reportAndExit } from "./report-and-exit.ts";

/** `pnpm test`: every check and every test that needs no account. With arguments, only vitest with these. */
const exitCode = await runTests(process.argv.slice(2), process.stdout).catch(reportAndExit);
process.exit(exitCode);
