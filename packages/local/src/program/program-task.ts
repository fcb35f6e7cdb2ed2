import type { World } from "../resources/kind.ts";
import type { Changed } from "../resources/resource-ledger.ts";
import type { BuiltHandlers } from "./handler-bundles.ts";
import type { DeclaredFunction, RecordedResource } from "./resource.ts";

/** What the process that evaluates the program is given. */
export interface ProgramTask {
  readonly endpoint: string;
  readonly postgres: World["postgres"];
  /** Where bundles and archives of code are. */
  readonly folder: string;
  /** What the engine holds already. */
  readonly recorded: readonly RecordedResource[];
}

/** The program as it stands on the engine: plain data. */
export interface AppliedProgram {
  readonly resources: readonly RecordedResource[];
  readonly functions: readonly DeclaredFunction[];
  /** What `run()` returned. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly changes: readonly Changed[];
}

/** What that process says. */
export type ProcessMessage =
  | { readonly type: "note"; readonly text: string }
  | { readonly type: "done"; readonly program: AppliedProgram }
  | {
      readonly type: "failed";
      readonly message: string;
      readonly code?: string;
      readonly stack?: string;
      /** What the engine holds after all: the part that was applied before the failure. */
      readonly resources: readonly RecordedResource[];
    };

/** What it is told. */
export type ParentMessage =
  | { readonly type: "apply"; readonly task: ProgramTask }
  | { readonly type: "built"; readonly handlers: BuiltHandlers }
  /** Answered by `failed`, when nothing is under way any more. */
  | { readonly type: "stop" };
