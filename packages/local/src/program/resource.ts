/** One resource that the SST program declares, with its inputs resolved: no outputs, no secrets' wrappers. */
export interface DeclaredResource {
  /** Pulumi's type: `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Its logical name in the program. */
  readonly name: string;
  // Pulumi's inputs are as various as AWS: each family reads the ones of its kinds, and the engine validates them.
  // biome-ignore lint/suspicious/noExplicitAny: the shape belongs to the provider's schema
  readonly inputs: Record<string, any>;
  /** Where in `infra/` or `stacks/` it comes from: `stacks/orders.ts:12`, or the component around it. */
  readonly origin: string;
}

/** What a resource turned into: its id, and its attributes for the resources that read them. */
export interface MadeResource {
  readonly id: string;
  readonly state: Record<string, unknown>;
}

/** A resource as it was last brought to the engine. */
export type RecordedResource = DeclaredResource & MadeResource;

/** A handler that the program names. */
export interface DeclaredFunction {
  readonly name: string;
  /** `packages/functions/src/orders/place-order.http.handler` */
  readonly handler: string;
  /** Each link with its properties, as `Resource` shows them at run time. */
  readonly links: Record<string, Record<string, unknown>>;
  /** Base64 of the key that the function decrypts its links with. */
  readonly encryptionKey: string;
}
