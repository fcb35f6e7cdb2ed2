import "../testing/provided.ts";
import { randomUUID } from "node:crypto";
import { type ApiClient, apiClient } from "@accession/cli/client/api-client";
import { signIn, signInAsTenant } from "@accession/cli/client/sign-in";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { Client } from "pg";
import { inject } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { makeUser } from "../system/make-tenants.ts";
import { connectToSystem } from "../system/running-system.ts";

/** The system that the end-to-end tests share. Each test brings names of its own. */
export const system = connectToSystem(inject("system"));

export async function apiOf(tenant: "demo" | "other"): Promise<ApiClient> {
  return apiClient(system.endpoints.api, await signInAsTenant(system.endpoints, tenant));
}

/** The API as a new user of the tenant `demo`, in one of the groups. */
export async function apiOfGroup(group: "operators" | "clerks" | "readers"): Promise<ApiClient> {
  const demo = system.endpoints.tenants[0];
  const user = { username: `${randomUUID()}@demo.example`, password: `${randomUUID()}Aa1!` };
  await makeUser(system.aws, system.endpoints.userPool.id, {
    ...user,
    tenantId: demo?.id ?? "",
    groups: [group],
  });
  return apiClient(system.endpoints.api, await signIn(system.endpoints, user));
}

/** Rows of Postgres across tenants, as the superuser. */
export async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: system.endpoints.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export interface ReceiptRow {
  readonly id: string;
  readonly slug: string;
  readonly outcome: string;
  readonly reason_code: string | null;
  readonly version_id: string;
}

/** Puts an object straight into the bucket, as `aws s3 cp` would. Returns its version. */
export async function putObject(key: string, body: Uint8Array): Promise<string> {
  const { VersionId: version } = await system.aws.s3.send(
    new PutObjectCommand({ Bucket: system.endpoints.uploadsBucket, Key: key, Body: body }),
  );
  if (version === undefined) throw new Error("the bucket keeps no versions");
  return version;
}

/** All receipts of one version of an object. */
export function receiptsOf(key: string, version: string): Promise<ReceiptRow[]> {
  return rows<ReceiptRow>(
    `select r.id, t.slug, r.outcome, r.reason_code, r.version_id from receipt r
     join tenant t on t.id = r.tenant_id where r.object_key = $1 and r.version_id = $2`,
    [key, version],
  );
}

/** Puts an object and waits for its receipt. */
export async function ingest(key: string, body: Uint8Array): Promise<ReceiptRow> {
  const version = await putObject(key, body);
  return waitUntil(`the receipt of ${key}`, 120_000, async () => (await receiptsOf(key, version))[0]);
}
