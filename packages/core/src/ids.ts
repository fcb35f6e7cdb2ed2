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

/** Parses a public id to the bare UUID; anything else is an issue of the schema that uses it. */
export function publicId(kind: IdKind) {
  const prefix = `${ID_PREFIX[kind]}_`;
  return z
    .string()
    .startsWith(prefix, `must start with "${prefix}"`)
    .transform((value) => value.slice(prefix.length))
    .pipe(z.uuid(`must be "${prefix}" and a UUID`));
}
