import type { ObjectRemoval } from "@accession/core/ingestion/record-removals";
import { z } from "zod";

/**
 * S3's "Object Deleted" as EventBridge delivers it, of a version that is gone for good. Its other deletion type, a delete marker,
 * removes nothing, and the rule does not take it.
 */
export const objectDeletedSchema = z
  .object({
    id: z.string().min(1).max(128),
    time: z.iso.datetime({ offset: true }),
    source: z.literal("aws.s3"),
    "detail-type": z.literal("Object Deleted"),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: z.object({
        key: z.string().min(1),
        // Absent in a bucket without versioning.
        "version-id": z.string().min(1).optional(),
      }),
      // "DeleteObject", whatever the call was, or "Lifecycle Expiration".
      reason: z.string(),
      "deletion-type": z.literal("Permanently Deleted"),
    }),
  })
  .transform(
    ({ id, time, detail }): ObjectRemoval => ({
      bucket: detail.bucket.name,
      key: detail.object.key,
      versionId: detail.object["version-id"] ?? "null",
      removedAt: new Date(time),
      removedAs: detail.reason === "Lifecycle Expiration" ? "expired" : "removed",
      eventId: id,
    }),
  );
