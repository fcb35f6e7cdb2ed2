import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

/** The most files of one `POST /v1/uploads`. */
export const MAX_SLOTS_PER_REQUEST = 1000;

const slotSchema = z.object({
  /** The object's key: `tenants/{slug}/uploads/{name}`. */
  key: z.string(),
  /** Presigned: whoever has it may write this one object until it expires. */
  url: z.url(),
});
export type UploadSlot = z.infer<typeof slotSchema>;

const answerSchema = z.object({ uploads: z.array(slotSchema) });

/** Asks for one presigned URL per name, in the same order; at most `MAX_SLOTS_PER_REQUEST`. */
export async function requestUploadSlots(api: ApiClient, names: readonly string[]): Promise<UploadSlot[]> {
  const path = "/v1/uploads";
  const { uploads } = parseAnswer(
    answerSchema.refine((answer) => answer.uploads.length === names.length, "one upload per file"),
    path,
    await api.ask("POST", path, { body: { files: names.map((name) => ({ name })) } }),
  );
  return uploads;
}
