/** GET /v1/studies/{id}: with its series, and a page of its instances in them. */

import { publicId } from "@accession/core/ids";
import { getStudy } from "@accession/core/studies/get-study";
import { z } from "zod";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { studyDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { studyWithSeriesAnswer } from "./study-answer.ts";
import { seriesViews, studyView } from "./study-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/studies/{id}",
      summary: "A study with its series and a page of its instances",
      answers: { 200: studyWithSeriesAnswer },
      problems: [404],
    },
    scope: "studies.read",
    path: z.strictObject({ id: publicId("study") }),
    // An answer of a function holds 6 MB at most.
    query: z.strictObject({ limit: pageLimit(500, 2000), cursor: cursorGiven }),
  },
  async ({ caller, path, query }) => {
    const { study, series, instances } = await getStudy(studyDirectory(), caller.tenantId, path.id, query);
    return {
      status: 200,
      body: {
        ...studyView(study),
        series: seriesViews(series, instances.items),
        cursor: instances.cursor,
      },
    };
  },
);
