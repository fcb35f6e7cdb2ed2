import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

const PATH = "/v1/ops/replays";

const ruleSchema = z.looseObject({
  name: z.string(),
  types: z.array(z.string()),
  /** The queue that gets the events. */
  target: z.string(),
  receives: z.boolean(),
  /** Why it gets nothing. */
  reason: z.string().optional(),
});
export type PlannedRule = z.infer<typeof ruleSchema>;

const previewSchema = z.looseObject({
  rules: z.array(ruleSchema),
  archive: z.looseObject({ eventCount: z.number(), sizeBytes: z.number(), retentionDays: z.number() }),
});
export type ReplayPreview = z.infer<typeof previewSchema>;

const startedSchema = z.looseObject({ id: z.string(), rules: z.array(ruleSchema) });

const replaySchema = z.looseObject({
  id: z.string(),
  archive: z.string(),
  /** STARTING, RUNNING, CANCELLING, COMPLETED, CANCELLED or FAILED. */
  state: z.string(),
  reason: z.string().optional(),
  /** ISO 8601, UTC: when the last event happened that was replayed. */
  lastReplayed: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
});
export type Replay = z.infer<typeof replaySchema>;

/** Times are ISO 8601. */
export interface ReplayRequest {
  readonly archive: string;
  readonly from: string;
  readonly to: string;
  readonly types?: readonly string[] | undefined;
}

/** What a replay would reach; starts nothing. */
export async function previewReplay(
  api: ApiClient,
  request: ReplayRequest,
  idempotencyKey: string,
): Promise<ReplayPreview> {
  return parseAnswer(previewSchema, PATH, await post(api, { ...request, dryRun: true }, idempotencyKey));
}

/** Starts a replay, once per idempotency key. Returns its id. */
export async function startReplay(
  api: ApiClient,
  request: ReplayRequest,
  idempotencyKey: string,
): Promise<string> {
  return parseAnswer(startedSchema, PATH, await post(api, request, idempotencyKey)).id;
}

export async function getReplay(api: ApiClient, id: string): Promise<Replay> {
  const body = await api.ask("GET", `${PATH}/${encodeURIComponent(id)}`);
  return parseAnswer(replaySchema, `${PATH}/{id}`, body);
}

const FINAL = new Set(["COMPLETED", "CANCELLED", "FAILED"]);

/** Asks until the replay has ended, and tells of each change. */
export async function waitForReplay(
  api: ApiClient,
  id: string,
  onChange: (replay: Replay) => void,
  intervalMs = 1000,
): Promise<Replay> {
  let before = "";
  for (;;) {
    const replay = await getReplay(api, id);
    const now = `${replay.state} ${replay.lastReplayed ?? ""}`;
    if (FINAL.has(replay.state)) return replay;
    if (now !== before) onChange(replay);
    before = now;
    await delay(intervalMs);
  }
}

async function post(api: ApiClient, body: unknown, idempotencyKey: string): Promise<unknown> {
  return api.ask("POST", PATH, { body, headers: { "idempotency-key": idempotencyKey } });
}
