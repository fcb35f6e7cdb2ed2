/**
 * POST /v1/ops/repairs/{walk}: mends violations as a verification told them. It needs no Idempotency-Key: each repair looks
 * first whether there is anything to do. Who asked for it is in the log, with ids only.
 */
import { publicId } from "@accession/core/ids";
import type { Walk } from "@accession/core/verification/law";
import { z } from "zod";
import { type DescribedHandler, httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { lawSchema, subjectSchema } from "./verification-answer.ts";

const uuid = z.uuid();

const violation = z.strictObject({
  law: lawSchema,
  tenantId: publicId("tenant"),
  subject: subjectSchema,
  /** As they were told; of an order's event its order and version are needed. */
  facts: z.record(z.string().max(64), z.union([z.string().max(256), z.number()])).optional(),
});
export type ToldViolation = z.output<typeof violation>;

const body = z.strictObject({ violations: z.array(violation).min(1).max(100) });

const answer = z.object({ asked: z.int(), repaired: z.int() }).meta({
  id: "RepairReport",
  description: "What was asked for and not repaired needed no repair, or is not repaired this way.",
});

type Repair = (violations: readonly ToldViolation[]) => Promise<number>;

export function repairRoute(walk: Walk, summary: string, repair: Repair): DescribedHandler {
  return httpHandler(
    {
      describes: { route: `POST /v1/ops/repairs/${walk}`, summary, answers: { 200: answer } },
      scope: "operations.write",
      body,
    },
    async ({ body: { violations }, caller }) => {
      for (const told of violations) {
        // Only what is an id: other texts are the caller's.
        const [id] = idsOf([told], told.law);
        logger.info("repair asked for", {
          law: told.law,
          ofTenant: told.tenantId,
          id,
          actor: caller.principal,
        });
      }
      const repaired = await repair(violations);
      logger.info("repaired", { walk, asked: violations.length, repaired });
      return { status: 200, body: { asked: violations.length, repaired } };
    },
  );
}

/** The bare ids of what breaks a law; what is no id of ours is left out. */
export function idsOf(violations: readonly ToldViolation[], law: ToldViolation["law"]): string[] {
  return violations
    .filter((told) => told.law === law)
    .map(({ subject }) => ("id" in subject ? subject.id.slice(subject.id.indexOf("_") + 1) : ""))
    .filter((id) => uuid.safeParse(id).success);
}
