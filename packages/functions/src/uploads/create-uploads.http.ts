/** POST /v1/uploads */
import { createUploads, MAX_UPLOADS } from "@accession/core/uploads/create-uploads";
import { z } from "zod";
import { instant } from "../api/answer-parts.ts";
import { createUploadsContext } from "../runtime/composition-uploads.ts";
import { httpHandler } from "../runtime/http-handler.ts";

/** What one PUT may carry (S3: 5 GB). */
const MAX_BYTES = 5 * 1024 ** 3;

const body = z.strictObject({
  files: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(1024),
        contentLength: z.int().min(0).max(MAX_BYTES).optional(),
      }),
    )
    .min(1)
    .max(MAX_UPLOADS),
});

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/uploads",
      summary: "Make presigned URLs for files, valid for 15 minutes",
      answers: {
        201: z.object({
          uploads: z.array(z.object({ key: z.string(), url: z.string(), expiresAt: instant })),
        }),
      },
    },
    scope: "uploads.write",
    body,
  },
  async (request) => {
    const slots = await createUploads(createUploadsContext(), request.caller.tenantId, request.body.files);
    return {
      status: 201,
      body: { uploads: slots.map((slot) => ({ ...slot, expiresAt: slot.expiresAt.toISOString() })) },
    };
  },
);
