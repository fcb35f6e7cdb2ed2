/** What the use cases need to know of a tenant. */
export interface TenantSettings {
  readonly id: string;
  /** The tenant's segment in object keys. */
  readonly slug: string;
  /** Seconds without an arrival after which a study is complete, 0 to 900. */
  readonly quietPeriodSeconds: number;
  /** Issuer of accession numbers that files leave out (0008,0051). */
  readonly defaultIssuer: string | undefined;
}

/** The registry of tenants. */
export interface TenantDirectory {
  /** Undefined when no tenant has this slug. */
  bySlug(slug: string): Promise<TenantSettings | undefined>;
  /** Undefined when there is no such tenant. */
  byId(tenantId: string): Promise<TenantSettings | undefined>;
}

/** Owns the receipts of objects whose key names no tenant: they are somebody's to look at, and no tenant's. */
export const SYSTEM_TENANT_ID = "00000000-0000-0000-0000-000000000000";
