import { replays } from "../infra/replays.ts";
import { idempotency, keepResponses } from "../infra/tables.ts";
import { route } from "./api.ts";

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
