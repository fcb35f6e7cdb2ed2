import type { DeclaredResource } from "../program/resource.ts";

/** The program declares a resource that no family knows. */
export class UnknownResourceKind extends Error {
  readonly code = "unknown-resource-kind";

  constructor({ type, name, origin }: DeclaredResource) {
    super(
      `The local system cannot make ${type} "${name}" (${origin}). ` +
        "Add its kind to a family in packages/local/src/resources, or record it there if it means nothing locally.",
    );
    this.name = "UnknownResourceKind";
  }
}

/** What was tried with a resource when the engine refused it. */
export type Attempt = "make" | "change" | "remove";

/** The engine refused a resource of the program. */
export class ResourceFailed extends Error {
  readonly code = "resource-failed";

  constructor(attempt: Attempt, { type, name, origin }: DeclaredResource, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`The local system could not ${attempt} ${type} "${name}" (${origin}): ${reason}`, { cause });
    this.name = "ResourceFailed";
  }
}

/** Nothing more is brought to the engine: whoever asked for it has gone. */
export class LedgerStopped extends Error {
  readonly code = "ledger-stopped";

  constructor() {
    super("the resources of the program are not brought to the engine any more");
    this.name = "LedgerStopped";
  }
}
