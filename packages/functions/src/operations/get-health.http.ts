/** GET /v1/health */
import { checkDependencies } from "../runtime/composition-health.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { healthAnswer } from "./operations-answers.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/health",
      summary: "Whether the stores answer",
      answers: { 200: healthAnswer, 503: healthAnswer },
    },
    scope: "operations.read",
  },
  async () => {
    const dependencies = await checkDependencies();
    const healthy = Object.values(dependencies).every((state) => state === "ok");
    return {
      status: healthy ? 200 : 503,
      body: {
        status: healthy ? "ok" : "degraded",
        dependencies,
        versions: {
          api: "v1",
          node: process.versions.node,
          function: process.env["AWS_LAMBDA_FUNCTION_VERSION"] ?? "local",
        },
      },
    };
  },
);
