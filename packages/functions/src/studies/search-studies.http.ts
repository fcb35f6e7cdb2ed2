/** POST /v1/studies/search: a search by patient is a body, as URLs are logged. */

import { STUDY_STATES } from "@accession/core/studies/study-directory";
import { z } from "zod";
import { cursor } from "../api/answer-parts.ts";
import { cursorGiven } from "../api/request-parts.ts";
import { studyDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { studyAnswer } from "./study-answer.ts";
import { studyView } from "./study-view.ts";

const text = z.string().min(1).max(256);
const date = z.string().regex(/^\d{8}$/, "must be a date as YYYYMMDD");

/** The beginning of a name needs a character that is not only there to part others: such are all one when compared. */
const beginningOfName = z
  .string()
  .min(1)
  .max(64)
  .regex(/[^\s^=,._'`-]/, "must hold a letter or a digit");

const body = z
  .strictObject({
    patientId: text.optional(),
    patientName: beginningOfName.optional(),
    accessionNumber: text.optional(),
    studyInstanceUid: text.optional(),
    modality: text.optional(),
    state: z.enum(STUDY_STATES).optional(),
    studyDateFrom: date.optional(),
    studyDateTo: date.optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: cursorGiven,
  })
  // No body at all lists everything.
  .prefault({});

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/studies/search",
      summary: "Search studies; all that is given must hold",
      description:
        "The newest study date first, then the latest arrival; studies without a date last. This order does not change, so " +
        "pages by cursor repeat nothing. `patientName` is the beginning of a name, at most 64 characters, family name first " +
        "(`doe^ja`, `Doe, Ja`): case, accents and what parts the components do not matter, and the ideographic and phonetic " +
        "names are searched too. Patient ids, accession numbers and modalities are compared as they are. Dates are study " +
        "dates, both ends included; a study without one is in no range. 50 studies a page, 200 at most.",
      answers: { 200: z.object({ studies: z.array(studyAnswer), cursor }) },
    },
    scope: "studies.read",
    body,
  },
  async (request) => {
    const page = await studyDirectory().search(request.caller.tenantId, request.body);
    return { status: 200, body: { studies: page.items.map(studyView), cursor: page.cursor } };
  },
);
