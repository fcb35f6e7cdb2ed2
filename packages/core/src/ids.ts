import { z } from "zod";

/** New ids, as a port. They are UUIDv7 (RFC 9562 §5.7), so that keys sort by time of creation. */
export interface Ids {
  next(): string;
}

/** The prefix of each kind of id at the API. The stores hold the bare UUID. */
export const ID_PREFIX = {
  order: "ord",
  study: "stu",
  receipt: "rcp",
  tenant: "ten",
  replay: "rpl",
} as const;
export type IdKind = keyof typeof ID_PREFIX;

/** `0199…` → `ord_0199…`. */
export function toPublicId(kind: IdKind, id: string): string {
  return `${ID_PREFIX[kind]}_${id}`;
}

/** RFC 9562 section 4: of any version. */
const UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

/** Parses a public id to the bare UUID; anything else is an issue of the schema that uses it. */
export function publicId(kind: IdKind) {
  const prefix = `${ID_PREFIX[kind]}_`;
  return z
    .string()
    .regex(new RegExp(`^${prefix}${UUID}$`), `must be "${prefix}" and a UUID`)
    .transform((value) => value.slice(prefix.length))
    .pipe(z.uuid());
}
