import { z } from "zod";
import { AppError } from "../errors.ts";
import { notificationSettingsSchema } from "../notifications/notification-settings.ts";
import type { Page, PageRequest } from "../paging.ts";

/** A tenant's segment in object keys; chosen once. Those of the system begin with an underscore, which none of ours does. */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be lower case letters, digits and hyphens, at most 63, with no hyphen at either end",
  );

/** A whole set of settings: what is left out takes its default. */
export const tenantSettingsSchema = z.strictObject({
  /** Seconds without an arrival after which a study is complete. A delayed message waits 900 s at most. */
  quietPeriodSeconds: z.int().min(0).max(900).default(60),
  /** Issuer of accession numbers that files (0008,0051) and orders leave out. */
  defaultIssuer: z.string().trim().min(1).max(64).optional(),
  /** Days after which files are deleted; none: the bucket's own rule, a year, which nothing outlives. */
  retentionDays: z.int().min(1).max(365).optional(),
  /** IANA name; in messages. */
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, "must be a name of the IANA time zone database")
    .default("UTC"),
  notifications: notificationSettingsSchema.optional(),
});
export type TenantSettingsToSet = z.output<typeof tenantSettingsSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export interface RegisteredTenant {
  readonly id: string;
  readonly slug: string;
  /** Counts the changes of the settings. */
  readonly version: number;
  readonly settings: TenantSettingsToSet;
}

/** The tenants of the system, for its operators. A change takes effect everywhere within a minute. */
export interface TenantRegistry {
  /** In the order of their ids: of their registration. Throws `InvalidCursor`. */
  list(page: PageRequest): Promise<Page<RegisteredTenant>>;
  /** Throws `TenantNotFound`. */
  get(slug: string): Promise<RegisteredTenant>;
  /** Throws `SlugTaken`. */
  register(tenant: Pick<RegisteredTenant, "id" | "slug" | "settings">): Promise<RegisteredTenant>;
  /** Replaces all settings at once. Throws `TenantNotFound`, and `TenantVersionMismatch` when `version` is not the present one. */
  set(slug: string, settings: TenantSettingsToSet, version: number): Promise<RegisteredTenant>;
}

export class TenantNotFound extends AppError {
  constructor() {
    super("not-found", "tenant.not-found", "There is no such tenant.");
  }
}

export class SlugTaken extends AppError {
  constructor() {
    super("conflict", "tenant.slug-taken", "There is a tenant of this name.");
  }
}

/** `If-Match` named another version than the current one (answered with 412). */
export class TenantVersionMismatch extends AppError {
  constructor() {
    super("conflict", "tenant.version-mismatch", "The settings were changed meanwhile. Read them again.");
  }
}
