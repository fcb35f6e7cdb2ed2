/** GET /v1/ops/tenants */

import { z } from "zod";
import { cursor } from "../api/answer-parts.ts";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { tenantRegistry } from "../runtime/composition-tenants.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { tenantAnswer, tenantView } from "./tenant-answer.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/tenants",
      summary: "All tenants with their settings, in the order of their registration",
      answers: { 200: z.object({ tenants: z.array(tenantAnswer), cursor }) },
    },
    // Other tenants' settings: no group of a tenant's users has this scope.
    scope: "operations.write",
    query: z.strictObject({ limit: pageLimit(20, 100), cursor: cursorGiven }),
  },
  async ({ query }) => {
    const page = await tenantRegistry().list(query);
    return { status: 200, body: { tenants: page.items.map(tenantView), cursor: page.cursor } };
  },
);
