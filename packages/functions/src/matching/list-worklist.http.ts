/** GET /v1/worklist: studies that count for no order, or lines of orders without a study, with their candidates. */

import { WORKLIST_KINDS, WORKLIST_STATES } from "@accession/core/matching/worklist";
import { z } from "zod";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { worklist } from "../runtime/composition-worklist.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { worklistAnswer } from "./worklist-answer.ts";
import { procedureItem, studyItem } from "./worklist-view.ts";

const query = z.strictObject({
  kind: z.enum(WORKLIST_KINDS).default("study"),
  state: z.enum(WORKLIST_STATES).optional(),
  limit: pageLimit(50, 200),
  cursor: cursorGiven,
});

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/worklist",
      summary: "Studies without an order, or lines of orders without a study",
      answers: { 200: worklistAnswer },
    },
    scope: "worklist.read",
    query,
  },
  async (request) => {
    const { tenantId } = request.caller;
    const { kind, ...page } = request.query;
    if (kind === "study") {
      const { items, cursor } = await worklist().studies(tenantId, page);
      return { status: 200, body: { items: items.map(studyItem), cursor } };
    }
    const { items, cursor } = await worklist().procedures(tenantId, page);
    return { status: 200, body: { items: items.map(procedureItem), cursor } };
  },
);
