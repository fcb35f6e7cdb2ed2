import { SYSTEM_TENANT_ID, type TenantDirectory } from "../tenants/tenant-directory.ts";
import { type KeyProblem, parseObjectKey } from "./object-key.ts";

/** Whose an object is, with what ingestion must know of the tenant. */
export interface Owner {
  readonly tenantId: string;
  readonly quietPeriodSeconds: number;
  readonly defaultIssuer: string | undefined;
}

/** Owns what is nobody's. */
const SYSTEM: Owner = { tenantId: SYSTEM_TENANT_ID, quietPeriodSeconds: 0, defaultIssuer: undefined };

/** The owner by the object's key; `problem` says why it is nobody's, and so the system's. */
export async function ownerOf(
  tenants: TenantDirectory,
  key: string,
): Promise<{ owner: Owner; problem?: KeyProblem | "unknown-tenant" }> {
  const parsed = parseObjectKey(key);
  if (!parsed.valid) return { owner: SYSTEM, problem: parsed.reason };
  const tenant = await tenants.bySlug(parsed.slug);
  if (tenant === undefined) return { owner: SYSTEM, problem: "unknown-tenant" };
  return { owner: { ...tenant, tenantId: tenant.id } };
}
