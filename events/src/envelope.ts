import { z } from "zod";

/** The largest `detail` we publish, in UTF-8 bytes. AWS allows more; every hop of ours is sized for this. */
export const MAX_DETAIL_BYTES = 32 * 1024;

/** Where an event came from: carried unchanged (correlation) or linked (causation) through every hop. */
export const eventMetaSchema = z.object({
  /** One id for everything that one request or one file set in motion. */
  correlationId: z.string().min(1).max(128),
  /** The id of the event or request that directly caused this one. */
  causationId: z.string().min(1).max(128),
  /** W3C trace context, when the caller sent one. */
  traceparent: z.string().max(64).optional(),
  /** Who acted: a user's subject, or the name of a component. Never a person's name. */
  actor: z.string().min(1).max(128),
});
export type EventMeta = z.infer<typeof eventMetaSchema>;

/** What every event of ours carries in the EventBridge `detail`. Ids only: no patient data, ever. */
export const envelopeSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  version: z.int().positive(),
  tenantId: z.uuid(),
  aggregateId: z.uuid(),
  aggregateVersion: z.int().nonnegative(),
  occurredAt: z.iso.datetime(),
  homeRegion: z.string().min(1),
  meta: eventMetaSchema,
  data: z.unknown(),
});

/** An event as it travels: the envelope with the data of one event type. */
export type EventEnvelope<Type extends string = string, Data = unknown> = Omit<
  z.infer<typeof envelopeSchema>,
  "type" | "data"
> & { readonly type: Type; readonly data: Data };
