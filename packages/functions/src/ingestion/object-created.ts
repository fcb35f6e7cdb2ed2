import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { z } from "zod";

/** S3's "Object Created" as EventBridge delivers it; the key is raw here, not URL-encoded as in S3's own notifications. */
export const objectCreatedSchema = z
  .object({
    id: z.string().min(1).max(128),
    time: z.iso.datetime({ offset: true }),
    source: z.literal("aws.s3"),
    "detail-type": z.literal("Object Created"),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: z.object({
        key: z.string().min(1),
        size: z.int().nonnegative(),
        etag: z.string().optional(),
        // Absent in a bucket without versioning.
        "version-id": z.string().min(1).optional(),
        // Absent in some events.
        sequencer: z.string().optional(),
      }),
      // S3's names of calls, and ours: `Reingest`, and `Retry` for a version that is to be judged anew.
      reason: z.string().optional(),
    }),
  })
  .transform(({ id, time, detail }): UploadedObject => {
    const { object } = detail;
    return {
      bucket: detail.bucket.name,
      key: object.key,
      versionId: object["version-id"] ?? "null",
      size: object.size,
      etag: object.etag?.replaceAll('"', ""),
      sequencer: object.sequencer,
      landedAt: new Date(time),
      eventId: id,
      ...(detail.reason === "Retry" && { judgeAnew: true as const }),
    };
  });
