/** POST /v1/ops/tenants */
import { slugSchema, tenantSettingsSchema } from "@accession/core/tenants/tenant-registry";
import { z } from "zod";
import { tenantRegistry } from "../runtime/composition-tenants.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { uuidIds } from "../runtime/uuid-ids.ts";
import { tenantAnswer, tenantResponse } from "./tenant-answer.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/ops/tenants",
      summary: "Register a tenant",
      description:
        "The slug is the tenant's segment in object keys and never changes. A repeated request is refused as `tenant.slug-taken`.",
      answers: { 201: tenantAnswer },
      problems: [409],
      headers: ["etag"],
    },
    scope: "operations.write",
    body: z.strictObject({ slug: slugSchema, settings: tenantSettingsSchema.prefault({}) }),
  },
  async ({ body }) => {
    const tenant = await tenantRegistry().register({ id: uuidIds.next(), ...body });
    logger.info("tenant registered", { registeredTenantId: tenant.id });
    return tenantResponse(201, tenant);
  },
);
