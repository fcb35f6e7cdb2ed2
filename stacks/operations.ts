import { appDatabase } from "../infra/database.ts";
import { deadLetters } from "../infra/dead-letters.ts";
import { LONGEST_REQUEST_SECONDS } from "../infra/http-api.ts";
import { replays } from "../infra/replays.ts";
import { listUploads, uploads } from "../infra/storage.ts";
import { idempotency, keepResponses, listDrops, orders, recordDrops } from "../infra/tables.ts";
import { route } from "./api.ts";
import { ingestQueue } from "./ingestion.ts";

const functions = "packages/functions/src/operations";

/** Archived events once more, to the rules that let replays pass. */
const { link: replaysLink, start, describe, describeArchives, list } = replays();

route("POST /v1/ops/replays", "start-replay", "operations.write", {
  handler: `${functions}/start-replay.http`,
  link: [replaysLink, idempotency],
  permissions: [start, describeArchives, keepResponses],
});
route("GET /v1/ops/replays", "list-replays", "operations.read", {
  handler: `${functions}/list-replays.http`,
  link: [replaysLink],
  permissions: [list],
});
route("GET /v1/ops/replays/{id}", "get-replay", "operations.read", {
  handler: `${functions}/get-replay.http`,
  link: [replaysLink],
  permissions: [describe],
});

/** What failed for good: every dead-letter queue of the program, whichever stack made it. */
export const letters = deadLetters();

route("GET /v1/ops/dead-letters", "list-dead-letters", "operations.read", {
  handler: `${functions}/list-dead-letters.http`,
  link: [letters.link],
  permissions: [letters.look],
});
route("GET /v1/ops/dead-letters/{queue}", "show-dead-letters", "operations.write", {
  handler: `${functions}/show-dead-letters.http`,
  link: [letters.link],
  permissions: [letters.look, letters.readFailures],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
});
route("POST /v1/ops/dead-letters/{queue}/redrive", "redrive-dead-letters", "operations.write", {
  handler: `${functions}/redrive-dead-letters.http`,
  link: [letters.link, idempotency],
  permissions: [letters.look, letters.remove, letters.sendBack, keepResponses],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
});
route("POST /v1/ops/dead-letters/{queue}/drop", "drop-dead-letters", "operations.write", {
  handler: `${functions}/drop-dead-letters.http`,
  link: [letters.link, idempotency, orders],
  permissions: [letters.look, letters.remove, keepResponses, recordDrops],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
});

export const ingestRequests = new sst.Linkable("IngestQueue", {
  properties: { url: ingestQueue.queue.url },
});
export const askForIngestion = { actions: ["sqs:SendMessage"], resources: [ingestQueue.queue.arn] };

route("GET /v1/ops/drops", "list-drops", "operations.read", {
  handler: `${functions}/list-drops.http`,
  link: [letters.link, orders],
  permissions: [listDrops],
});

/** Files that are in the bucket once more through ingestion, for what S3's events or the archive no longer tell. */
route("POST /v1/ops/reingests", "reingest-objects", "operations.write", {
  handler: `${functions}/reingest-objects.http`,
  link: [appDatabase, uploads, ingestRequests],
  permissions: [listUploads, askForIngestion],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
  inVpc: true,
});
route("POST /v1/rejections/retry", "retry-rejections", "operations.write", {
  handler: `${functions}/retry-rejections.http`,
  link: [appDatabase, ingestRequests],
  permissions: [askForIngestion],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
  inVpc: true,
});

/** The registry of tenants: their settings are set by the operators of the system. */
const tenants = "packages/functions/src/tenants";
route("POST /v1/ops/tenants", "register-tenant", "operations.write", {
  handler: `${tenants}/register-tenant.http`,
  link: [appDatabase],
  inVpc: true,
});
route("GET /v1/ops/tenants", "list-tenants", "operations.write", {
  handler: `${tenants}/list-tenants.http`,
  link: [appDatabase],
  inVpc: true,
});
route("GET /v1/ops/tenants/{slug}", "get-tenant", "operations.write", {
  handler: `${tenants}/get-tenant.http`,
  link: [appDatabase],
  inVpc: true,
});
route("PUT /v1/ops/tenants/{slug}/settings", "set-tenant", "operations.write", {
  handler: `${tenants}/set-tenant.http`,
  link: [appDatabase],
  inVpc: true,
});
