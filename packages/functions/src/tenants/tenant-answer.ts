import { toPublicId } from "@accession/core/ids";
import {
  type RegisteredTenant,
  slugSchema,
  tenantSettingsSchema,
} from "@accession/core/tenants/tenant-registry";
import { z } from "zod";
import type { HttpResponse } from "../runtime/http-request.ts";

export const tenantAnswer = z
  .object({
    id: z.string(),
    slug: z.string(),
    version: z.int().meta({ description: "Also the ETag." }),
    settings: tenantSettingsSchema,
  })
  .meta({ id: "Tenant" });

/** The path of a tenant. */
export const tenantPath = z.strictObject({ slug: slugSchema });

export function tenantView({ id, ...tenant }: RegisteredTenant) {
  return { id: toPublicId("tenant", id), ...tenant };
}

/** A tenant with its version as the entity tag (RFC 9110 section 8.8.3). */
export function tenantResponse(status: number, tenant: RegisteredTenant): HttpResponse {
  return { status, body: tenantView(tenant), headers: { etag: `"${tenant.version}"` } };
}
