import type { PostgresServer } from "../postgres/start-postgres.ts";
import type { DeclaredResource, MadeResource, RecordedResource } from "../program/resource.ts";
import type { AwsClients } from "./aws-clients.ts";

/** What the families make resources with. */
export interface World {
  readonly aws: AwsClients;
  readonly endpoint: string;
  readonly postgres: Pick<PostgresServer, "host" | "port" | "url">;
}

/** Makes one kind of resource on the engine and returns its attributes. */
export type Make = (resource: DeclaredResource, world: World) => Promise<MadeResource>;

/** How one kind of resource comes to be, changes and goes. */
export interface Kind {
  readonly make: Make;
  /** Inputs that cannot be changed in place, besides the name: a change of one makes it anew. */
  readonly fixed?: readonly string[];
  /** Brings it to its new inputs without losing what it holds. Absent: it is removed and made anew. */
  readonly update?: (
    resource: DeclaredResource,
    world: World,
    before: RecordedResource,
  ) => Promise<MadeResource>;
  /** Absent: it is recorded only, so there is nothing to remove. */
  readonly remove?: (resource: RecordedResource, world: World) => Promise<unknown>;
}

/** A family of resources: Pulumi's types and how each is made. */
export type Family = Readonly<Record<string, Kind>>;

const recorded: Make = async ({ name, inputs, type }) => ({
  id: `${name}-local`,
  state: { arn: `arn:aws:local:::${type}/${name}`, name, ...inputs },
});

/** For what the engine has no use for: the inputs are its attributes, under an id of its own. */
export const record: Kind = { make: recorded, update: recorded };

/** An API that makes and changes in one call. */
export function put(make: Make, remove: NonNullable<Kind["remove"]>, fixed: readonly string[] = []): Kind {
  return { make, update: make, remove, fixed };
}

/** The new inputs over the attributes that the engine gave. */
export function updated(resource: DeclaredResource, before: RecordedResource): MadeResource {
  return { id: before.id, state: { ...before.state, ...resource.inputs } };
}

/** `{ maxSize: 1 }` → `{ MaxSize: 1 }`, at any depth: the provider's names differ from the API's in this alone. */
export function pascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      pascalCase(item),
    ]),
  );
}
