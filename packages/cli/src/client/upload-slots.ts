import { z } from "zod";
import { type ApiClient, ApiProblem } from "./api-client.ts";
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

/** A name that cannot be part of a key, and why. */
export interface RefusedName {
  readonly refused: string;
}

/**
 * Asks for one presigned URL per name, in the same order; at most `MAX_SLOTS_PER_REQUEST`. A name that the API does
 * not take leaves the others alone.
 */
export async function requestUploadSlots(
  api: ApiClient,
  names: readonly string[],
): Promise<(UploadSlot | RefusedName)[]> {
  if (names.length === 0) return [];
  try {
    return await request(api, names);
  } catch (error) {
    const refusals = refusedNames(error);
    if (refusals.size === 0) throw error;
    const others = await requestUploadSlots(
      api,
      names.filter((_, index) => !refusals.has(index)),
    );
    const slots = others.values();
    return names.map((_, index) => refusals.get(index) ?? nextOf(slots));
  }
}

async function request(api: ApiClient, names: readonly string[]): Promise<UploadSlot[]> {
  const path = "/v1/uploads";
  const { uploads } = parseAnswer(
    answerSchema.refine((answer) => answer.uploads.length === names.length, "one upload per file"),
    path,
    await api.ask("POST", path, { body: { files: names.map((name) => ({ name })) } }),
  );
  return uploads;
}

/** The names that a problem of 422 points at, by their index. */
function refusedNames(error: unknown): Map<number, RefusedName> {
  const fields = error instanceof ApiProblem && error.status === 422 ? error.fields : [];
  return new Map(
    fields.flatMap(({ pointer, detail }) => {
      const index = /^\/files\/(\d+)\/name$/.exec(pointer)?.[1];
      return index === undefined ? [] : [[Number(index), { refused: detail }] as const];
    }),
  );
}

function nextOf<Item>(items: Iterator<Item>): Item {
  const next = items.next();
  if (next.done === true) throw new Error("there is a slot for each name that is not refused");
  return next.value;
}
