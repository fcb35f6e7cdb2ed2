/** POST /v1/receipts/search: a search by key, UID or checksum is a body, as URLs are logged. */

import { publicId } from "@accession/core/ids";
import { OUTCOMES_AND_ENDS } from "@accession/core/receipts/receipt-directory";
import { z } from "zod";
import { cursorGiven, instantGiven } from "../api/request-parts.ts";
import { searchedReceiptDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { receiptsAnswer } from "./receipt-answer.ts";
import { reasonCode } from "./receipt-filters.ts";
import { receiptView } from "./receipt-view.ts";

const text = z.string().min(1).max(256);

const body = z
  .strictObject({
    /** The object's whole key. */
    key: z.string().min(1).max(1024).optional(),
    versionId: z.string().min(1).max(1024).optional(),
    sopInstanceUid: text.optional(),
    /** As receipts show it: `sha256:…`. Known where it was asked for: of versions with as many bytes as another of their instance. */
    checksum: text.optional(),
    etag: text.optional(),
    outcome: z.enum(OUTCOMES_AND_ENDS).optional(),
    reason: reasonCode.optional(),
    studyId: publicId("study").optional(),
    since: instantGiven.optional(),
    until: instantGiven.optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: cursorGiven,
  })
  .prefault({});

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/receipts/search",
      summary: "Search receipts; all that is given must hold",
      answers: { 200: receiptsAnswer },
    },
    scope: "receipts.read",
    body,
  },
  async (request) => {
    const page = await searchedReceiptDirectory().list(request.caller.tenantId, request.body);
    return { status: 200, body: { receipts: page.items.map(receiptView), cursor: page.cursor } };
  },
);
