/** What the routes of those who run the system answer. */

import { LETTER_KINDS } from "@accession/core/operations/dead-letter";
import { DROP_REASONS } from "@accession/core/operations/drop-reason";
import { NOT_RECEIVING } from "@accession/core/operations/plan-replay";
import { ARCHIVES, REPLAY_STATES } from "@accession/core/operations/replay";
import { z } from "zod";
import { cursor, instant } from "../api/answer-parts.ts";

const text = z.string();
const dependency = z.enum(["ok", "unavailable"]);

export const healthAnswer = z
  .object({
    status: z.enum(["ok", "degraded"]),
    dependencies: z.object({ orders: dependency, database: dependency }),
    versions: z.object({ api: text, node: text, function: text }),
  })
  .meta({ id: "Health" });

export const replayAnswer = z
  .object({
    id: text,
    archive: z.enum(ARCHIVES),
    state: z.enum(REPLAY_STATES),
    reason: text.optional(),
    from: instant.optional(),
    to: instant.optional(),
    lastReplayed: instant.optional(),
    startedAt: instant.optional(),
    endedAt: instant.optional(),
  })
  .meta({ id: "Replay" });

const plannedRule = z
  .object({
    name: text,
    types: z.array(text),
    target: text,
    receives: z.boolean(),
    reason: z.enum(NOT_RECEIVING).optional(),
  })
  .meta({ id: "PlannedRule" });

export const startedReplayAnswer = z.object({ id: text, rules: z.array(plannedRule) });

export const replayPreviewAnswer = z.object({
  dryRun: z.literal(true),
  rules: z.array(plannedRule),
  archive: z.object({ eventCount: z.int(), sizeBytes: z.number(), retentionDays: z.int() }),
});

export const deadLetterQueueAnswer = z
  .object({
    name: text,
    holds: z.enum(LETTER_KINDS),
    returnsTo: text.optional(),
    waiting: z.int(),
    inFlight: z.int(),
    oldestSentAt: instant.optional(),
  })
  .meta({ id: "DeadLetterQueue" });

export const deadLetterAnswer = z
  .object({
    id: text,
    sentAt: instant,
    receiveCount: z.int(),
    type: text.optional(),
    eventId: text.optional(),
    tenant: text.optional(),
    failure: z.object({ fault: text, code: text.optional() }).optional(),
    deliveryError: text.optional(),
    body: text.optional(),
  })
  .meta({ id: "DeadLetter" });

export const redriveAnswer = z
  .object({
    selected: z.int(),
    moved: z.int(),
    notDeleted: z.int(),
    refused: z.int(),
    exhausted: z.boolean(),
    remaining: z.int(),
    dryRun: z.boolean().optional(),
  })
  .meta({ id: "RedriveReport" });

export const dropAnswer = z.object({ dropped: z.array(text), notFound: z.array(text) });

const drop = z
  .object({
    id: text,
    at: instant,
    actor: text,
    queue: text,
    reason: z.enum(DROP_REASONS),
    asked: z.array(text),
    dropped: z.array(text).optional().meta({ description: "Absent: it did not come to its end." }),
  })
  .meta({ id: "Drop" });
export const dropsAnswer = z.object({ drops: z.array(drop), cursor });

export const retryAnswer = z.object({ selected: z.int(), dryRun: z.boolean(), cursor });

export const reingestAnswer = z.object({ listed: z.int(), selected: z.int(), dryRun: z.boolean(), cursor });
