import { isDeepStrictEqual } from "node:util";
import type { DeclaredResource, MadeResource, RecordedResource } from "../program/resource.ts";
import { keepName } from "./keep-name.ts";
import type { Kind, World } from "./kind.ts";
import { kindOf } from "./kinds.ts";
import { type Attempt, LedgerStopped, ResourceFailed } from "./resource-errors.ts";

export type Change = "made" | "changed" | "replaced" | "removed";

/** What was done to bring the engine to the program. */
export interface Changed {
  readonly change: Change;
  readonly type: string;
  readonly name: string;
}

/**
 * What the engine holds, resource by resource. Brings it to what the program declares: makes what is new, changes what
 * differs, leaves the rest alone, and removes what is not declared any more.
 */
export class ResourceLedger {
  readonly changes: Changed[] = [];
  readonly #entries = new Map<string, RecordedResource>();
  readonly #declared = new Set<string>();
  readonly #working = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(recorded: readonly RecordedResource[] = []) {
    for (const resource of recorded) this.#entries.set(keyOf(resource), resource);
  }

  /** In the order in which they were made: each after what it depends on. */
  get recorded(): readonly RecordedResource[] {
    return [...this.#entries.values()];
  }

  /** Brings one declared resource to the engine. Throws UnknownResourceKind, ResourceFailed and LedgerStopped. */
  apply(declared: DeclaredResource, world: World): Promise<MadeResource> {
    return this.#begin(() => this.#apply(declared, world));
  }

  /** Begins nothing more. Resolves when what was begun is done, well or badly: `recorded` is then what there is. */
  async stop(): Promise<void> {
    this.#stopped = true;
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  async #begin<T>(work: () => Promise<T>): Promise<T> {
    if (this.#stopped) throw new LedgerStopped();
    const result = work();
    const working: Promise<unknown> = result
      .catch(() => undefined)
      .finally(() => this.#working.delete(working));
    this.#working.add(working);
    return result;
  }

  async #apply(declared: DeclaredResource, world: World): Promise<MadeResource> {
    const key = keyOf(declared);
    this.#declared.add(key);
    const kind = kindOf(declared);
    const before = this.#entries.get(key);
    if (before === undefined) return this.#make(kind, declared, world, "made");
    const inputs = keepName(declared.inputs, before.inputs);
    const resource = { ...declared, inputs };
    const differing = differences(inputs, before.inputs);
    if (differing.length === 0) return before;
    const fixed = ["name", ...(kind.fixed ?? [])];
    if (kind.update === undefined || differing.some((input) => fixed.includes(input))) {
      await this.#remove(kind, before, world);
      return this.#make(kind, resource, world, "replaced");
    }
    const made = await attempt("change", resource, () => kind.update?.(resource, world, before));
    if (made === undefined) return before;
    this.#entries.set(key, plain({ ...resource, ...made }));
    this.#note("changed", resource);
    return made;
  }

  /** Removes what was recorded and not applied since, the last made first. */
  async removeUndeclared(world: World): Promise<void> {
    for (const [key, resource] of [...this.#entries].reverse()) {
      if (this.#declared.has(key)) continue;
      await this.#begin(() => this.#remove(kindOf(resource), resource, world));
      this.#note("removed", resource);
    }
  }

  async #make(kind: Kind, resource: DeclaredResource, world: World, change: Change): Promise<MadeResource> {
    const made = await attempt("make", resource, () => kind.make(resource, world));
    this.#entries.set(keyOf(resource), plain({ ...resource, ...made }));
    this.#note(change, resource);
    return made;
  }

  async #remove(kind: Kind, resource: RecordedResource, world: World): Promise<void> {
    await attempt("remove", resource, async () => {
      try {
        await kind.remove?.(resource, world);
      } catch (error) {
        // Gone with something that it was a part of.
        if (!isNotFound(error)) throw error;
      }
    });
    this.#entries.delete(keyOf(resource));
  }

  #note(change: Change, { type, name }: DeclaredResource): void {
    this.changes.push({ change, type, name });
  }
}

const keyOf = ({ type, name }: DeclaredResource): string => `${type} ${name}`;

/** As it is written down: archives of code, which are objects of Pulumi's, become nothing. */
const plain = (resource: RecordedResource): RecordedResource => JSON.parse(JSON.stringify(resource));

/** Names of the inputs that differ. */
function differences(now: Record<string, unknown>, then: Record<string, unknown>): string[] {
  const read: Record<string, unknown> = JSON.parse(JSON.stringify(now));
  return [...new Set([...Object.keys(read), ...Object.keys(then)])].filter(
    (key) => !isDeepStrictEqual(read[key], then[key]),
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && /NotFound|NoSuch|NonExistent|DoesNotExist/.test(error.name);
}

async function attempt<T>(what: Attempt, resource: DeclaredResource, work: () => Promise<T> | undefined) {
  try {
    return (await work()) as T;
  } catch (cause) {
    throw new ResourceFailed(what, resource, cause);
  }
}
