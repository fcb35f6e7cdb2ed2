/** PUT /v1/pick-lists/{id}/picked. To say it again changes nothing, so it needs no key. */
import { publicId } from "@accession/core/ids";
import { z } from "zod";
import { orderContext, pickLists } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { pickListAnswer, pickListView } from "./pick-list-answer.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "PUT /v1/pick-lists/{id}/picked",
      summary: "Record that the goods of an order were taken from their shelves",
      answers: { 200: pickListAnswer },
      problems: [404, 409],
    },
    scope: "inventory.write",
    path: z.strictObject({ id: publicId("order") }),
  },
  async ({ caller, path }) => {
    const at = orderContext().clock.now().toISOString();
    return { status: 200, body: pickListView(await pickLists().pick(caller.tenantId, path.id, at)) };
  },
);
