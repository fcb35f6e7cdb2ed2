import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const settingsSchema = z.looseObject({
  /** Seconds. */
  quietPeriodSeconds: z.number(),
  defaultIssuer: z.string().optional(),
  retentionDays: z.number().optional(),
  timeZone: z.string(),
});
/** Also holds what this version does not know: it goes back as it came. */
export type TenantSettings = z.infer<typeof settingsSchema>;

const tenantSchema = z.looseObject({
  id: z.string(),
  slug: z.string(),
  version: z.number(),
  settings: settingsSchema,
});
export type Tenant = z.infer<typeof tenantSchema>;

const PATH = "/v1/ops/tenants";
const listSchema = pageOf("tenants", tenantSchema);

/** All tenants, in the order of their registration. */
export function listTenants(api: ApiClient, limit?: number) {
  return readPages(async (cursor) => {
    const { tenants, cursor: next } = parseAnswer(
      listSchema,
      PATH,
      await api.ask("GET", withQuery(PATH, { limit, cursor })),
    );
    return { items: tenants, cursor: next };
  });
}

export async function getTenant(api: ApiClient, slug: string): Promise<Tenant> {
  return parseAnswer(tenantSchema, `${PATH}/{slug}`, await api.ask("GET", pathOf(slug)));
}

export async function registerTenant(
  api: ApiClient,
  slug: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<Tenant> {
  return parseAnswer(tenantSchema, PATH, await api.ask("POST", PATH, { body: { slug, settings } }));
}

/** Replaces all settings, if the tenant stands at `version`. */
export async function setTenant(
  api: ApiClient,
  slug: string,
  settings: Readonly<Record<string, unknown>>,
  version: number,
): Promise<Tenant> {
  const headers = { "if-match": `"${version}"` };
  const answer = await api.ask("PUT", `${pathOf(slug)}/settings`, { body: settings, headers });
  return parseAnswer(tenantSchema, `${PATH}/{slug}/settings`, answer);
}

const pathOf = (slug: string): string => `${PATH}/${encodeURIComponent(slug)}`;
