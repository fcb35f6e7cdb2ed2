import { basename } from "node:path";
import { applyProgram } from "../program/apply-program.ts";
import type { HandlerBuild } from "../program/handler-builder.ts";
import { moduleOf } from "../program/handler-bundles.ts";
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
  /** Changes that are not live yet: what mends them may be changed elsewhere, and must bring them all. */
  const owed = new Set<string>();
  /** Built, and not yet in their functions. */
  const unput = new Set<string>();

  const changeHandlers = async (paths: readonly string[], started: number) => {
    const { modules } = build(await system.builder.buildAffected(paths));
    const lost = program.functions
      .map(({ handler }) => moduleOf(handler))
      .filter((it) => !modules.includes(it));
    if (lost.length > 0) throw new BuildFailed(lost.map((module) => `${module}.ts exports no handler`));
    const changed = [...unput];
    if (changed.length > 0) {
      program = withReplacedCode(program, changed);
      await system.save(program);
      await Promise.all(changed.map((module) => putCode(module, program, system)));
      unput.clear();
    }
    const names = changed.length > 0 ? namesOf(changed) : "no handler has changed";
    progress.line(`✓ live (${seconds(started)}): ${names}`);
  };
  const changeProgram = async (paths: readonly string[], started: number) => {
    const built = build(await system.builder.buildAffected(paths));
    const { host, port, url } = system.postgres;
    program = await applyProgram({
      endpoint: system.endpoints.aws.endpoint,
      postgres: { host, port, url },
      folder: system.folder,
      recorded: program.resources,
      built: Promise.resolve(built),
      signal,
      note: () => {},
      onPartlyApplied: async (resources) => {
        program = { ...program, resources };
        await system.save(program);
      },
    });
    // The program brings each function the code that was built for it.
    unput.clear();
    await system.save(program);
    progress.line(`✓ program applied (${seconds(started)})\n${describeChanges(program.changes)}`);
  };
  const build = (handlers: HandlerBuild): HandlerBuild => {
    if (handlers.errors.length > 0) throw new BuildFailed(handlers.errors);
    for (const module of handlers.changed) unput.add(module);
    return handlers;
  };

  for await (const changed of watchSources(signal)) {
    const started = performance.now();
    for (const path of changed) owed.add(path);
    const paths = [...owed];
    try {
      await (paths.some((path) => PROGRAM.test(path))
        ? changeProgram(paths, started)
        : changeHandlers(paths, started));
      owed.clear();
    } catch (error) {
      if (signal.aborted) return;
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

function namesOf(modules: readonly string[]): string {
  const names = modules.map((module) => basename(module)).sort();
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
