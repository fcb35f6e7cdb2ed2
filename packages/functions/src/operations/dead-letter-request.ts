/** The parts of requests that concern dead letters. */

import type { LetterSelection } from "@accession/core/operations/letter-selection";
import { MAX_SHOWN } from "@accession/core/operations/show-dead-letters";
import { z } from "zod";
import { instantGiven, pageLimit } from "../api/request-parts.ts";

/** The name of a queue in the program, such as `OrderCreatedDeadLetters`. */
export const queuePath = z.strictObject({
  queue: z.string().regex(/^[A-Za-z]{1,64}$/, "must be a queue's name"),
});

const messageId = z.string().regex(/^[0-9A-Za-z-]{1,100}$/, "must be a message's id");
export const messageIds = z
  .array(messageId)
  .min(1)
  .max(100)
  .transform((ids) => new Set(ids));

/** Which letters: by their event's type, by when they were first sent, by tenant (id or slug). */
export const letterFilter = z.strictObject({
  type: z.string().min(1).max(64).optional(),
  olderThan: instantGiven.optional(),
  tenant: z.string().min(1).max(64).optional(),
});

/** What a GET asks for. */
export const letterQuery = letterFilter.extend({
  id: messageId.optional(),
  limit: pageLimit(10, MAX_SHOWN),
  /** The body of a message may name patients: it is shown when it is asked for. */
  body: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
});

export function querySelection({
  id,
  type,
  olderThan,
  tenant,
}: z.output<typeof letterQuery>): LetterSelection {
  if (id !== undefined) return { by: "ids", ids: new Set([id]) };
  return { by: "filter", type, olderThan, tenant };
}
