import { describe, expect, it } from "vitest";
import { objectDeletedSchema } from "./object-deleted.ts";

/** As in the S3 user guide, "EventBridge event message structure". */
const event = {
  version: "0",
  id: "2ee9cc15-d022-99ea-1fb8-1b1bac4850f9",
  "detail-type": "Object Deleted",
  source: "aws.s3",
  time: "2021-11-12T00:00:00Z",
  detail: {
    version: "0",
    bucket: { name: "uploads" },
    object: {
      key: "tenants/demo/uploads/a b+c%20ü.dcm",
      etag: "d41d8cd98f00b204e9800998ecf8427e",
      "version-id": "1QW9g1Z99LUNbvaaYVpW9xDlOLU.qxgF",
      sequencer: "617b398051d7cd3b10",
    },
    reason: "DeleteObject",
    "deletion-type": "Permanently Deleted",
  },
};

describe("S3's Object Deleted", () => {
  it.each([
    ["DeleteObject", "removed"],
    ["Lifecycle Expiration", "expired"],
  ])("by %s is a version %s", (reason, removedAs) => {
    expect(objectDeletedSchema.parse({ ...event, detail: { ...event.detail, reason } })).toEqual({
      bucket: "uploads",
      key: "tenants/demo/uploads/a b+c%20ü.dcm",
      versionId: "1QW9g1Z99LUNbvaaYVpW9xDlOLU.qxgF",
      removedAt: new Date("2021-11-12T00:00:00Z"),
      removedAs,
      eventId: "2ee9cc15-d022-99ea-1fb8-1b1bac4850f9",
    });
  });

  it("of a delete marker is refused: no version is gone", () => {
    const detail = { ...event.detail, "deletion-type": "Delete Marker Created" };
    expect(objectDeletedSchema.safeParse({ ...event, detail }).success).toBe(false);
  });
});
