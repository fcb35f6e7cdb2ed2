/** GET /v1/pick-lists */

import { PICK_LIST_STATES } from "@accession/core/inventory/pick-list";
import { z } from "zod";
import { cursor } from "../api/answer-parts.ts";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { pickLists } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { pickListAnswer, pickListView } from "./pick-list-answer.ts";

const query = z.strictObject({
  state: z.enum(PICK_LIST_STATES).default("open"),
  limit: pageLimit(50, 200),
  cursor: cursorGiven,
});

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/pick-lists",
      summary: "What the warehouse picks for orders, oldest first",
      answers: { 200: z.object({ pickLists: z.array(pickListAnswer), cursor }) },
    },
    scope: "inventory.read",
    query,
  },
  async ({ caller, query: { state, ...request } }) => {
    const page = await pickLists().list(caller.tenantId, state, request);
    return { status: 200, body: { pickLists: page.items.map(pickListView), cursor: page.cursor } };
  },
);
