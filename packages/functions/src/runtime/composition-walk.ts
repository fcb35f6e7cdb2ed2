/** What every walk of a verification needs: the tenants and the time. Needs the link `AppDatabase`. */
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { postgresTenantList } from "@accession/aws/postgres/postgres-tenant-list";
import type { Portion } from "@accession/core/verification/verification";
import { type Stage, type WalkRequest, walkTenants } from "@accession/core/verification/walk-tenants";
import { appPool } from "./composition-postgres.ts";
import { systemClock } from "./system-clock.ts";

/** The id of a tenant by its slug. */
export async function tenantIdOf(slug: string): Promise<string | undefined> {
  return (await postgresTenantDirectory(appPool()).bySlug(slug))?.id;
}

/** A walk of these stages through the tenants. */
export function walkOf(stages: readonly Stage[]) {
  const context = { tenants: postgresTenantList(appPool()), clock: systemClock };
  return {
    tenantId: tenantIdOf,
    walk: (request: WalkRequest): Promise<Portion> => walkTenants(context, stages, request),
  };
}
