/**
 * POST /v1/ops/verifications/{walk}: some seconds of one walk. It changes nothing; it is a POST because its cursor may hold
 * an object's key. Answers tell of all tenants, so it is for those who run the system.
 */

import { TenantNotFound } from "@accession/core/tenants/tenant-registry";
import type { Walk } from "@accession/core/verification/law";
import type { Portion } from "@accession/core/verification/verification";
import type { WalkRequest } from "@accession/core/verification/walk-tenants";
import { z } from "zod";
import { instantGiven } from "../api/request-parts.ts";
import { type DescribedHandler, httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { portionView, verificationAnswer } from "./verification-answer.ts";

const body = z.strictObject({
  /** The watermark; what happened later is left alone. */
  asOf: instantGiven,
  since: instantGiven.optional(),
  /** A slug; all tenants when absent. */
  tenant: z.string().max(63).optional(),
  cursor: z.string().max(8192).optional(),
});

interface VerificationContext {
  /** The id of a tenant by its slug. */
  tenantId(slug: string): Promise<string | undefined>;
  walk(request: WalkRequest): Promise<Portion>;
}

export function verificationRoute(
  walk: Walk,
  summary: string,
  context: () => VerificationContext,
): DescribedHandler {
  return httpHandler(
    {
      describes: {
        route: `POST /v1/ops/verifications/${walk}`,
        summary,
        answers: { 200: verificationAnswer },
        problems: [404],
      },
      scope: "operations.write",
      body,
    },
    async ({ body: { asOf, since, tenant, cursor } }) => {
      const { walk: run, tenantId } = context();
      const only = tenant === undefined ? undefined : await tenantId(tenant);
      if (tenant !== undefined && only === undefined) throw new TenantNotFound();
      const portion = await run({ asOf: earlier(asOf, systemClock.now()), since, tenantId: only, cursor });
      logger.info("portion verified", {
        walk,
        checked: portion.checked,
        violations: portion.violations.length,
      });
      return { status: 200, body: portionView(portion) };
    },
  );
}

const earlier = (one: Date, other: Date): Date => new Date(Math.min(one.getTime(), other.getTime()));
