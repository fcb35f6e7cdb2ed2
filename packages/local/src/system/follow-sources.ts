import { basename } from "node:path";
import { applyProgram, ProgramFailed } from "../program/apply-program.ts";
import type { HandlerBuild } from "../program/handler-builder.ts";
import { type Progress, seconds } from "../set-up/progress.ts";
import { describeChanges } from "./describe-changes.ts";
import { putCode } from "./put-code.ts";
import { withReplacedCode } from "./replaced-code.ts";
import type { System } from "./start-system.ts";
import { watchSources } from "./watch-sources.ts";

/** The program itself, and what it reads while it is evaluated. */
const PROGRAM = /^(infra|stacks|packages\/aws\/migrations)\/|^sst\.config\.ts$/;

/** How many names of handlers a line tells. */
const MOST_NAMES = 4;

/**
 * Keeps the running system as its sources are, until the signal aborts: a changed handler is put into its function, a
 * changed program is applied. What does not build or apply is told, and what ran before goes on.
 */
export async function followSources(system: System, progress: Progress, signal: AbortSignal): Promise<void> {
  let program = system.program;

  const changeHandlers = async (paths: readonly string[], started: number) => {
    const build = buildOrThrow(await system.builder.buildAffected(paths));
    if (build.changed.length > 0) {
      program = withReplacedCode(program, build.changed);
      await system.save(program);
      await Promise.all(build.changed.map((module) => putCode(module, program, system)));
    }
    const names = build.changed.length > 0 ? namesOf(build.changed) : "no handler has changed";
    progress.line(`✓ live (${seconds(started)}): ${names}`);
  };
  const changeProgram = async (started: number) => {
    const build = buildOrThrow(await system.builder.buildAll());
    const { host, port, url } = system.postgres;
    program = await applyProgram({
      endpoint: system.endpoints.aws.endpoint,
      postgres: { host, port, url },
      folder: system.folder,
      recorded: program.resources,
      built: Promise.resolve(build),
      signal,
      note: () => {},
    });
    await system.save(program);
    progress.line(`✓ program applied (${seconds(started)})\n${describeChanges(program.changes)}`);
  };

  for await (const paths of watchSources(signal)) {
    const started = performance.now();
    try {
      await (paths.some((path) => PROGRAM.test(path))
        ? changeProgram(started)
        : changeHandlers(paths, started));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProgramFailed && error.resources.length > 0) {
        program = { ...program, resources: error.resources };
        await system.save(program);
      }
      progress.line(`✗ not applied; what ran before goes on.\n  ${messageOf(error)}`);
    }
  }
}

/** The sources do not build. */
class BuildFailed extends Error {
  readonly code = "build-failed";

  constructor(errors: readonly string[]) {
    super(errors.join("\n  "));
    this.name = "BuildFailed";
  }
}

function buildOrThrow(build: HandlerBuild): HandlerBuild {
  if (build.errors.length > 0) throw new BuildFailed(build.errors);
  return build;
}

function namesOf(modules: readonly string[]): string {
  const names = modules.map((module) => basename(module)).sort();
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
