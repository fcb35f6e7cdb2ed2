import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

const PATH = "/v1/ops/reingests";

const pageSchema = z.looseObject({
  /** Versions that were listed, and those of them that were meant. */
  listed: z.number(),
  selected: z.number(),
  /** Where the next call goes on. It holds an object's key. */
  cursor: z.string().optional(),
});

export type ReingestRequest =
  | { readonly receiptId: string }
  | { readonly prefix: string; readonly since?: string | undefined };

export interface ReingestProgress {
  readonly listed: number;
  readonly selected: number;
  /** Where a run that is interrupted now can go on. */
  readonly cursor: string | undefined;
}

/** Sends objects through ingestion again, page by page, and tells of each page. */
export async function* reingest(
  api: ApiClient,
  request: ReingestRequest,
  options: { readonly dryRun: boolean; readonly cursor?: string | undefined },
): AsyncGenerator<ReingestProgress, void, undefined> {
  let { cursor } = options;
  let listed = 0;
  let selected = 0;
  do {
    const body = { ...request, dryRun: options.dryRun, ...(cursor !== undefined && { cursor }) };
    const page = parseAnswer(pageSchema, PATH, await api.ask("POST", PATH, { body }));
    listed += page.listed;
    selected += page.selected;
    cursor = page.cursor;
    yield { listed, selected, cursor };
  } while (cursor !== undefined);
}
