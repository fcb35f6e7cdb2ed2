import { SetUpError } from "../set-up/set-up-error.ts";

/** The last word of a command that failed: what is wrong and what to do; a stack only for what nobody foresaw. */
export function reportAndExit(error: unknown): never {
  if (error instanceof SetUpError) {
    process.stderr.write(`\n✗ ${error.message}\n  What to do: ${error.remedy}\n`);
  } else {
    process.stderr.write(`\n✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  process.exit(1);
}
