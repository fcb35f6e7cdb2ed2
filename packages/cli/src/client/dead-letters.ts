import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const PATH = "/v1/ops/dead-letters";

const queueSchema = z.looseObject({
  name: z.string(),
  /** `messages`, `events`, `positions` or `timers`. */
  holds: z.string(),
  returnsTo: z.string().optional(),
  waiting: z.number(),
  inFlight: z.number(),
  /** ISO 8601, UTC. */
  oldestSentAt: z.string().optional(),
});
export type DeadLetterQueue = z.infer<typeof queueSchema>;

const letterSchema = z.looseObject({
  id: z.string(),
  sentAt: z.string(),
  receiveCount: z.number(),
  type: z.string().optional(),
  tenant: z.string().optional(),
  failure: z.object({ fault: z.string(), code: z.string().optional() }).optional(),
  /** EventBridge's code of a delivery that failed. */
  deliveryError: z.string().optional(),
  body: z.string().optional(),
});
export type DeadLetter = z.infer<typeof letterSchema>;

const redriveSchema = z.looseObject({
  selected: z.number(),
  moved: z.number(),
  notDeleted: z.number(),
  refused: z.number(),
  exhausted: z.boolean(),
  remaining: z.number(),
});
export type RedriveReport = z.infer<typeof redriveSchema>;

const dropSchema = z.looseObject({ dropped: z.array(z.string()), notFound: z.array(z.string()) });

/** All dead-letter queues. */
export async function listDeadLetters(api: ApiClient): Promise<DeadLetterQueue[]> {
  return parseAnswer(z.object({ queues: z.array(queueSchema) }), PATH, await api.ask("GET", PATH)).queues;
}

export interface LetterQuery {
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  /** ISO 8601. */
  readonly olderThan?: string | undefined;
  readonly tenant?: string | undefined;
  readonly limit?: number | undefined;
  readonly body?: "true" | undefined;
}

/** Some letters of a queue, oldest first. They stay there. */
export async function showDeadLetters(
  api: ApiClient,
  queue: string,
  query: LetterQuery,
): Promise<DeadLetter[]> {
  const path = withQuery(`${PATH}/${encodeURIComponent(queue)}`, { ...query });
  const schema = z.object({ messages: z.array(letterSchema) });
  return parseAnswer(schema, `${PATH}/{queue}`, await api.ask("GET", path)).messages;
}

/** Just one of `all`, `messageIds` and `filter`. */
export interface RedriveRequest {
  readonly all?: true;
  readonly messageIds?: readonly string[];
  readonly filter?: Pick<LetterQuery, "type" | "olderThan" | "tenant">;
  /** Letters per second. */
  readonly rate?: number | undefined;
  readonly limit?: number | undefined;
  readonly dryRun?: true | undefined;
}

/** One portion: what a call can move in its time. */
export async function redriveOnce(
  api: ApiClient,
  queue: string,
  request: RedriveRequest,
): Promise<RedriveReport> {
  return parseAnswer(redriveSchema, `${PATH}/{queue}/redrive`, await post(api, queue, "redrive", request));
}

/** Portion after portion, until nothing is left that is meant, nothing moves, or `most` are moved. */
export async function redriveAll(
  api: ApiClient,
  queue: string,
  request: RedriveRequest,
  most: number,
  onPortion: (moved: number, remaining: number) => void,
): Promise<RedriveReport> {
  let total: RedriveReport | undefined;
  for (;;) {
    const limit = Math.min(PORTION, most - (total?.moved ?? 0));
    const portion = await redriveOnce(api, queue, { ...request, limit });
    total = {
      ...portion,
      selected: portion.selected + (total?.selected ?? 0),
      moved: portion.moved + (total?.moved ?? 0),
      notDeleted: portion.notDeleted + (total?.notDeleted ?? 0),
      refused: portion.refused + (total?.refused ?? 0),
    };
    onPortion(total.moved, portion.remaining);
    const stuck = portion.moved === 0 || portion.refused > 0;
    if (portion.exhausted || stuck || total.moved >= most) return total;
  }
}
const PORTION = 200;

const dropRecordSchema = z.looseObject({
  at: z.string(),
  actor: z.string(),
  queue: z.string(),
  reason: z.string(),
  asked: z.array(z.string()),
  /** Absent: the deletion did not come to its end. */
  dropped: z.array(z.string()).optional(),
});
export type DropRecord = z.infer<typeof dropRecordSchema>;
const dropsSchema = pageOf("drops", dropRecordSchema);

/** Who deleted which letters, page by page, newest first. */
export function listDrops(api: ApiClient, query: { readonly limit?: number | undefined } = {}) {
  return readPages(async (cursor) => {
    const path = withQuery("/v1/ops/drops", { ...query, cursor });
    const { drops: items, cursor: next } = parseAnswer(
      dropsSchema,
      "/v1/ops/drops",
      await api.ask("GET", path),
    );
    return { items, cursor: next };
  });
}

export async function dropDeadLetters(
  api: ApiClient,
  queue: string,
  messageIds: readonly string[],
  reason: string,
) {
  return parseAnswer(
    dropSchema,
    `${PATH}/{queue}/drop`,
    await post(api, queue, "drop", { messageIds, reason }),
  );
}

async function post(
  api: ApiClient,
  queue: string,
  action: "redrive" | "drop",
  body: object,
): Promise<unknown> {
  const path = `${PATH}/${encodeURIComponent(queue)}/${action}`;
  return api.ask("POST", path, { body, headers: { "idempotency-key": randomUUID() } });
}
