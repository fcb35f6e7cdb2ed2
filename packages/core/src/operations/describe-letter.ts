import { parseObjectKey } from "../ingestion/object-key.ts";

/** What can be said of a letter without showing it: names of ours, of a form that no patient data has. */
export interface LetterSubject {
  /** The event's type: `order.created`, `Object Created`. */
  readonly type?: string;
  /** The event's id. */
  readonly eventId?: string;
  /** The tenant's id, or its slug where the event names no id. */
  readonly tenant?: string;
}

const TYPE = /^[A-Za-z][A-Za-z .-]{0,63}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads what an EventBridge event, or a message of our own, says of itself. Nothing of what cannot be read. */
export function describeLetter(body: string): LetterSubject {
  const message = record(parse(body));
  const detail = record(message["detail"]);
  const type = text(message["detail-type"], TYPE);
  const eventId = text(detail["id"], ID) ?? text(message["id"], ID);
  const tenant = text(detail["tenantId"], ID) ?? text(message["tenantId"], ID) ?? slugOf(detail);
  return {
    ...(type !== undefined && { type }),
    ...(eventId !== undefined && { eventId }),
    ...(tenant !== undefined && { tenant }),
  };
}

/** S3's events name the tenant in the object's key only. */
function slugOf(detail: Readonly<Record<string, unknown>>): string | undefined {
  const key = record(detail["object"])["key"];
  const parsed = typeof key === "string" ? parseObjectKey(key) : undefined;
  return parsed?.valid === true ? parsed.slug : undefined;
}

function text(value: unknown, form: RegExp): string | undefined {
  return typeof value === "string" && form.test(value) ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
