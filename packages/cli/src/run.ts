import { CommanderError } from "@commander-js/extra-typings";
import { CliError } from "./client/cli-error.ts";
import type { ExitCode, Io } from "./io.ts";
import { makeProgram } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** Runs one command line, without the names of node and script. Says what went wrong; throws what nobody foresaw. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await makeProgram(io).parseAsync(args, { from: "user" });
    return io.exitCode;
  } catch (error) {
    // Help and version end a command too; Commander has said what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliError)) throw error;
    io.note(`✗ ${error.message}`);
    if (error.remedy !== undefined) io.note(`  What to do: ${error.remedy}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
