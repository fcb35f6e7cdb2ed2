import type { PostgresServer } from "../postgres/start-postgres.ts";
import type { DeclaredResource, MadeResource } from "../program/resource.ts";
import type { AwsClients } from "./aws-clients.ts";

/** What the families make resources with. */
export interface World {
  readonly aws: AwsClients;
  readonly endpoint: string;
  readonly postgres: PostgresServer;
  /** Databases that were made, by the resource that asked for them. */
  readonly databases: Map<string, MadeDatabase>;
}

export interface MadeDatabase {
  readonly name: string;
  readonly owner: string;
  readonly password: string;
}

/** Makes one kind of resource on the engine and returns its attributes. */
export type Make = (resource: DeclaredResource, world: World) => Promise<MadeResource>;

/** A family of resources: Pulumi's types and how each is made. */
export type Family = Readonly<Record<string, Make>>;

/** For what the engine has no use for: the inputs are its attributes, under an id of its own. */
export const record: Make = async ({ name, inputs, type }) => ({
  id: `${name}-local`,
  state: { arn: `arn:aws:local:::${type}/${name}`, name, ...inputs },
});

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
