import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const pickListSchema = z.looseObject({
  orderId: z.string(),
  /** `open`, `picked` or `withdrawn`. */
  state: z.string(),
  lines: z.array(z.looseObject({ sku: z.string(), quantity: z.number() })),
  reservedAt: z.string(),
  pickedAt: z.string().optional(),
  withdrawnAt: z.string().optional(),
});
export type PickList = z.infer<typeof pickListSchema>;

const listSchema = pageOf("pickLists", pickListSchema);
const PATH = "/v1/pick-lists";

export interface PickListQuery {
  readonly state?: string | undefined;
  readonly limit?: number | undefined;
}

/** Pick lists page by page, the oldest order first. */
export function listPickLists(api: ApiClient, query: PickListQuery = {}) {
  return readPages(async (cursor) => {
    const answer = await api.ask("GET", withQuery(PATH, { ...query, cursor }));
    const { pickLists: items, cursor: next } = parseAnswer(listSchema, PATH, answer);
    return { items, cursor: next };
  });
}

/** Says that the goods of an order are taken from their shelves. */
export async function markPicked(api: ApiClient, orderId: string): Promise<PickList> {
  const answer = await api.ask("PUT", `${PATH}/${encodeURIComponent(orderId)}/picked`);
  return parseAnswer(pickListSchema, `${PATH}/{id}/picked`, answer);
}
