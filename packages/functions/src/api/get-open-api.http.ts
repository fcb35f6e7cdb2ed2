/** GET /v1/openapi.json: the API's description, for anybody. There is nothing in it but the routes. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import document from "../../openapi.schema.json" with { type: "json" };
import { CORRELATION_HEADER, correlationIdOf } from "../runtime/correlation-id.ts";
import { logger } from "../runtime/logger.ts";
import { uuidIds } from "../runtime/uuid-ids.ts";

const text = JSON.stringify(document);

export async function handler(
  event: Pick<APIGatewayProxyEventV2, "headers">,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const correlationId = correlationIdOf(event.headers[CORRELATION_HEADER], uuidIds.next);
  logger.resetKeys();
  logger.addContext(context);
  logger.setCorrelationId(correlationId);
  logger.info("request served", { status: 200 });
  return {
    statusCode: 200,
    headers: {
      [CORRELATION_HEADER]: correlationId,
      "content-type": "application/json",
      "cache-control": "public, max-age=300",
    },
    body: text,
  };
}
