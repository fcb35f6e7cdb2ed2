import { expect, test } from "vitest";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import { type ListedVersion, type ReingestContext, reingestObjects, reingestReceipt } from "./reingest.ts";

const TENANT = { id: "t", slug: "demo", quietPeriodSeconds: 3, defaultIssuer: undefined };
const version = (name: string, at: string): ListedVersion => ({
  bucket: "uploads",
  key: `tenants/demo/uploads/${name}`,
  versionId: `v-${name}`,
  size: 5,
  etag: "e",
  landedAt: new Date(at),
});
const stored = [version("a", "2026-11-20T08:00:00Z"), version("b", "2026-11-21T08:00:00Z")];

function world(left = 0) {
  const sent: UploadedObject[] = [];
  const asked: string[] = [];
  let ids = 0;
  const context: ReingestContext = {
    tenants: {
      byId: async (id) => (id === TENANT.id ? TENANT : undefined),
      bySlug: async () => undefined,
    },
    receipts: {
      get: async (_, id) =>
        id === "known"
          ? {
              ...version("a", "2026-11-20T08:00:00Z"),
              id,
              outcome: "stored",
              reason: undefined,
              failureStatus: undefined,
              evidence: {},
              checksum: undefined,
              sopInstanceUid: undefined,
              firstReceiptId: undefined,
              gone: undefined,
              studyId: undefined,
              correlationId: "c",
              receivedAt: new Date(),
            }
          : undefined,
    },
    listing: {
      page: async (prefix, { cursor }) => {
        asked.push(prefix);
        return { items: stored, cursor: cursor === undefined ? "next" : undefined };
      },
    },
    requests: {
      send: async (objects) => {
        sent.push(...objects);
        return left;
      },
    },
    ids: { next: () => `id-${++ids}` },
  };
  return { context, sent, asked };
}
const request = { prefix: "", limit: 10, dryRun: false };

test("sends each version of the page with an id of its own, and says where to go on", async () => {
  const { context, sent, asked } = world();
  expect(await reingestObjects(context, "t", { ...request, prefix: "ct/" })).toEqual({
    listed: 2,
    selected: 2,
    cursor: "next",
  });
  expect(asked).toEqual(["tenants/demo/uploads/ct/"]);
  expect(sent.map(({ key, versionId, eventId }) => [key, versionId, eventId])).toEqual([
    ["tenants/demo/uploads/a", "v-a", "id-1"],
    ["tenants/demo/uploads/b", "v-b", "id-2"],
  ]);
});

test("sends only what landed since", async () => {
  const { context, sent } = world();
  const report = await reingestObjects(context, "t", {
    ...request,
    since: new Date("2026-11-21T08:00:00Z"),
    cursor: "next",
  });
  expect(report).toEqual({ listed: 2, selected: 1, cursor: undefined });
  expect(sent.map(({ versionId }) => versionId)).toEqual(["v-b"]);
});

test("sends nothing in a dry run", async () => {
  const { context, sent } = world();
  expect((await reingestObjects(context, "t", { ...request, dryRun: true })).selected).toBe(2);
  expect(await reingestReceipt(context, "t", "known", true)).toMatchObject({ selected: 1 });
  expect(sent).toEqual([]);
});

test("sends the version of a receipt", async () => {
  const { context, sent } = world();
  await reingestReceipt(context, "t", "known", false);
  expect(sent.map(({ versionId }) => versionId)).toEqual(["v-a"]);
  await expect(reingestReceipt(context, "t", "other", false)).rejects.toMatchObject({ kind: "not-found" });
});

test("does not go on when the queue left some", async () => {
  await expect(reingestObjects(world(1).context, "t", request)).rejects.toMatchObject({
    kind: "unavailable",
  });
});

test("refuses a tenant that is no more", async () => {
  await expect(reingestObjects(world().context, "gone", request)).rejects.toMatchObject({ kind: "denied" });
});
