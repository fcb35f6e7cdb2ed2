import { countedIds } from "@accession/testing/counted-ids";
import { expect, it } from "vitest";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import { repairObjects } from "./repair-objects.ts";

const AT = new Date("2026-11-21T08:00:00.000Z");

/** A bucket of two versions of one key, and one of a longer one; and what was sent. */
function world(left = 0) {
  const sent: UploadedObject[] = [];
  const bucket = [
    ["a", "2"],
    ["a", "1"],
    ["ab", "1"],
  ] as const;
  const context = {
    ids: countedIds(),
    requests: {
      send: async (objects: readonly UploadedObject[]) => {
        sent.push(...objects);
        return left;
      },
    },
    versions: {
      async *versions(prefix: string) {
        for (const [key, versionId] of bucket.filter(([name]) => name.startsWith(prefix)))
          yield { bucket: "uploads", key, versionId, size: 7, etag: undefined, landedAt: AT };
      },
    },
  };
  return { context, sent };
}

it("sends the versions that are there, with what the bucket says of them", async () => {
  const { context, sent } = world();
  const wanted = [
    { key: "a", versionId: "1" },
    { key: "a", versionId: "9" },
    { key: "b", versionId: "1" },
    { key: "", versionId: "1" },
    { key: "k".repeat(1025), versionId: "1" },
  ];
  expect(await repairObjects(context, wanted)).toBe(1);
  expect(sent).toMatchObject([{ key: "a", versionId: "1", size: 7, landedAt: AT }]);
});

it("says when the queue did not take all", async () => {
  const { context } = world(1);
  await expect(repairObjects(context, [{ key: "a", versionId: "1" }])).rejects.toMatchObject({
    code: "repair.queue-unavailable",
  });
});
