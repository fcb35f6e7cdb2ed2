import { z } from "zod";

/** A tenant of the local system, with a user that may do everything in it. */
const tenantSchema = z.object({
  slug: z.string(),
  id: z.uuid(),
  user: z.object({ username: z.string(), password: z.string() }),
});

/** What `.accession/endpoints.json` says while the system is up: all that a client of it needs. */
export const endpointsSchema = z.object({
  api: z.url(),
  aws: z.object({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
  }),
  /** How the names of the functions' log groups begin. */
  logGroupPrefix: z.string(),
  uploadsBucket: z.string(),
  /** Of the server's superuser, so that checks can see across tenants. */
  databaseUrl: z.string(),
  busName: z.string(),
  archiveName: z.string(),
  userPool: z.object({ id: z.string(), clientId: z.string() }),
  tenants: z.array(tenantSchema),
});
export type Endpoints = z.infer<typeof endpointsSchema>;
export type LocalTenant = z.infer<typeof tenantSchema>;
