/** GET /v1/ops/tenants/{slug} */
import { tenantRegistry } from "../runtime/composition-tenants.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { tenantAnswer, tenantPath, tenantResponse } from "./tenant-answer.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/tenants/{slug}",
      summary: "A tenant with its settings",
      answers: { 200: tenantAnswer },
      problems: [404],
      headers: ["etag"],
    },
    scope: "operations.write",
    path: tenantPath,
  },
  async ({ path }) => tenantResponse(200, await tenantRegistry().get(path.slug)),
);
