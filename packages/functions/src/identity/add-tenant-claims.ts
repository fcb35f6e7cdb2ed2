/**
 * Cognito's pre-token-generation trigger, version V3_0 (V2_0 has the same shape): puts the user's tenant and scopes
 * into the access token. A user without a tenant gets no token.
 */
import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { z } from "zod";
import { logger } from "../runtime/logger.ts";
import { scopesOf } from "./scopes-of-groups.ts";

const tenantSchema = z.uuid();

/** Cognito shows the message to whoever signs in. */
class UserWithoutTenant extends Error {
  override readonly name = "UserWithoutTenant";
  constructor() {
    super("This user does not belong to a tenant.");
  }
}

export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  // A machine client signs in without a user, so it has no attributes.
  const attributes: Partial<Record<string, string>> = event.request.userAttributes ?? {};
  const tenant = tenantSchema.safeParse(attributes["custom:tenant_id"]);
  if (!tenant.success) {
    logger.warn("token refused", { code: "user.no-tenant", trigger: event.triggerSource });
    throw new UserWithoutTenant();
  }
  const groups = event.request.groupConfiguration.groupsToOverride ?? [];
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant_id: tenant.data },
          scopesToAdd: scopesOf(groups).map((scope) => `accession/${scope}`),
        },
      },
    },
  };
}
