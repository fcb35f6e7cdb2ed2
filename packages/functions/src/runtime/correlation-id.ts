import { z } from "zod";

export const CORRELATION_HEADER = "x-correlation-id";

// Only ids are let in: the value reaches logs, events and timelines, where free text could carry patient data.
const acceptable = z.union([z.uuid(), z.ulid()]);
const traceparent = z.string().regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

/** The caller's correlation id when it is a UUID or a ULID, else a new one: a request is never refused for it. */
export function correlationIdOf(header: string | undefined, next: () => string): string {
  const given = acceptable.safeParse(header?.trim());
  return given.success ? given.data : next();
}

/** The caller's W3C trace context (https://www.w3.org/TR/trace-context/), when it is well formed. */
export function traceparentOf(header: string | undefined): string | undefined {
  const given = traceparent.safeParse(header);
  return given.success ? given.data : undefined;
}
