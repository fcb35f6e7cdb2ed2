import { expect, test } from "vitest";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import type { Receipt, ReceiptQuery } from "../receipts/receipt-directory.ts";
import { SYSTEM_TENANT_ID } from "../tenants/tenant-directory.ts";
import { type RetryRejectionsContext, retryRejections } from "./retry-rejections.ts";

const receipt = (id: string, outcome: Receipt["outcome"]): Receipt => ({
  id,
  bucket: "uploads",
  key: `tenants/demo/uploads/${id}`,
  versionId: `v-${id}`,
  size: 5,
  etag: "e",
  checksum: undefined,
  outcome,
  reason: { code: "too-large", message: "" },
  failureStatus: undefined,
  evidence: {},
  sopInstanceUid: undefined,
  studyId: undefined,
  firstReceiptId: undefined,
  gone: undefined,
  correlationId: "c",
  landedAt: new Date("2026-01-14T10:00:00Z"),
  receivedAt: new Date("2026-01-14T10:00:01Z"),
});

function world(left = 0) {
  const sent: UploadedObject[] = [];
  const asked: [string, ReceiptQuery][] = [];
  const context: RetryRejectionsContext = {
    tenants: {
      byId: async (id) => ({ id, slug: "demo", quietPeriodSeconds: 3, defaultIssuer: undefined }),
    },
    receipts: {
      get: async (_, id) =>
        id === "none" ? undefined : receipt(id, id.startsWith("stored") ? "stored" : "rejected"),
      list: async (tenantId, query) => {
        asked.push([tenantId, query]);
        return { items: [receipt("a", "rejected")], cursor: "next" };
      },
    },
    requests: {
      send: async (objects) => {
        sent.push(...objects);
        return left;
      },
    },
    ids: { next: () => "event" },
  };
  return { context, sent, asked };
}

test("rejections of a reason are sent to be judged anew, page by page", async () => {
  const { context, sent, asked } = world();
  const report = await retryRejections(context, "t", { reason: "too-large", limit: 10, dryRun: false });
  expect(report).toEqual({ selected: 1, cursor: "next" });
  expect(asked).toMatchObject([["t", { outcome: "rejected", reason: "too-large", limit: 10 }]]);
  expect(sent).toMatchObject([{ versionId: "v-a", etag: "e", eventId: "event", judgeAnew: true }]);
});

test("objects of a tenant that was unknown are the system's, under the tenant's prefix alone", async () => {
  const { context, asked } = world();
  await retryRejections(context, "t", { reason: "unknown-tenant", limit: 10, dryRun: false });
  expect(asked).toMatchObject([
    [SYSTEM_TENANT_ID, { reason: "unknown-tenant", keyPrefix: "tenants/demo/uploads/" }],
  ]);
});

test("of chosen receipts only those that are there and rejected are sent", async () => {
  const { context, sent } = world();
  const request = { receiptIds: ["a", "stored-b", "none"], dryRun: false };
  expect(await retryRejections(context, "t", request)).toEqual({ selected: 1, cursor: undefined });
  expect(sent.map(({ versionId }) => versionId)).toEqual(["v-a"]);
});

test("a dry run sends nothing; a queue that does not take all is an error to try again", async () => {
  const dry = world();
  expect(await retryRejections(dry.context, "t", { receiptIds: ["a"], dryRun: true })).toMatchObject({
    selected: 1,
  });
  expect(dry.sent).toEqual([]);
  await expect(
    retryRejections(world(1).context, "t", { receiptIds: ["a"], dryRun: false }),
  ).rejects.toMatchObject({ code: "retry.queue-unavailable", kind: "unavailable" });
});
