import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

const PATH = "/v1/rejections/retry";

const answerSchema = z.looseObject({ selected: z.number(), cursor: z.string().optional() });

export type RetryRequest =
  | { readonly receiptIds: readonly string[] }
  | {
      readonly reason: string;
      readonly since?: string | undefined;
      readonly until?: string | undefined;
    };

/** Lets rejected objects be judged anew, page by page. Answers how many were sent, or in a dry run would be. */
export async function retryRejections(
  api: ApiClient,
  request: RetryRequest,
  dryRun: boolean,
): Promise<number> {
  let selected = 0;
  let cursor: string | undefined;
  do {
    const body = { ...request, dryRun, ...(cursor !== undefined && { cursor }) };
    const page = parseAnswer(answerSchema, PATH, await api.ask("POST", PATH, { body }));
    selected += page.selected;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return selected;
}
