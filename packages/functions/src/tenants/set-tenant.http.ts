/** PUT /v1/ops/tenants/{slug}/settings */
import { tenantSettingsSchema } from "@accession/core/tenants/tenant-registry";
import { tenantRegistry } from "../runtime/composition-tenants.ts";
import { expectedVersion } from "../runtime/expected-version.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { tenantAnswer, tenantPath, tenantResponse } from "./tenant-answer.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "PUT /v1/ops/tenants/{slug}/settings",
      summary: "Replace the settings of a tenant",
      description: "All of them: what is left out takes its default. They take effect within a minute.",
      answers: { 200: tenantAnswer },
      problems: [404],
      conditional: true,
      headers: ["etag"],
    },
    scope: "operations.write",
    path: tenantPath,
    body: tenantSettingsSchema,
  },
  async ({ path, body, headers }) => {
    const tenant = await tenantRegistry().set(path.slug, body, expectedVersion(headers));
    logger.info("tenant set", { setTenantId: tenant.id, version: tenant.version });
    return tenantResponse(200, tenant);
  },
);
