import { z } from "zod";
import { type EventEnvelope, envelopeSchema } from "./envelope.ts";

/** Which part of the system publishes an event: the `source` on EventBridge is `accession.<area>`. */
export type EventArea = "orders" | "inventory" | "payments" | "shipping" | "studies" | "ingestion";

/** One version of one event type: its name, its schema, and how to make and to read it. */
export interface EventDefinition<Type extends string, Data extends z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly source: `accession.${EventArea}`;
  readonly data: Data;
  /** The schema of the whole envelope, as committed under `events/schemas`. */
  readonly schema: z.ZodType<EventEnvelope<Type, z.output<Data>>>;
  /** Builds the envelope; throws a ZodError when the data do not fit (a bug of the publisher). */
  create(
    fields: Omit<EventEnvelope, "type" | "version" | "data"> & { data: z.input<Data> },
  ): EventEnvelope<Type, z.output<Data>>;
  /** Reads a received envelope; throws a ZodError when it is not this event in this version. */
  parse(envelope: unknown): EventEnvelope<Type, z.output<Data>>;
}

/** Declares an event type. Additive changes only: a removed or narrowed field needs a new version in a new file. */
export function defineEvent<const Type extends string, Data extends z.ZodType>(definition: {
  type: Type;
  version: number;
  area: EventArea;
  data: Data;
}): EventDefinition<Type, Data> {
  const { type, version, area, data } = definition;
  const schema = envelopeSchema.extend({
    type: z.literal(type),
    version: z.literal(version),
    data,
  }) as unknown as z.ZodType<EventEnvelope<Type, z.output<Data>>>;
  return {
    type,
    version,
    source: `accession.${area}`,
    data,
    schema,
    create: (fields) => schema.parse({ ...fields, type, version }),
    parse: (envelope) => schema.parse(envelope),
  };
}
