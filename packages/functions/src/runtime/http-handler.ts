/**
 * The one HTTP stack, for HTTP API payload 2.0: correlation id, caller, scope, schemas, errors.
 * Plain composition: each function serves one route, so there is nothing to route, and the order of the steps
 * stays readable.
 */
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { z } from "zod";
import type { DescribedRoute, RouteDescription } from "../api/route-description.ts";
import { callerOf, requireScope, type Scope } from "./caller.ts";
import { CORRELATION_HEADER, correlationIdOf, traceparentOf } from "./correlation-id.ts";
import { errorResponse } from "./error-response.ts";
import { faultFields } from "./fault-fields.ts";
import type { HttpRequest, HttpResponse } from "./http-request.ts";
import { logger } from "./logger.ts";
import { readJsonBody } from "./read-body.ts";
import { uuidIds } from "./uuid-ids.ts";
import { validate } from "./validate.ts";

const nothing = z.undefined("this route takes no body");
const noFields = z.strictObject({});

export interface Route<Body extends z.ZodType, Path extends z.ZodType, Query extends z.ZodType> {
  readonly describes: RouteDescription;
  /** Checked here too, although the authorizer has checked the route's. */
  readonly scope: Scope;
  /** Use `z.strictObject`: unknown fields are refused. Absent: the route takes no body, path or query. */
  readonly body?: Body;
  readonly path?: Path;
  readonly query?: Query;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** A handler that tells what it answers to. */
export type DescribedHandler = HttpHandler & { readonly described: DescribedRoute };

/** Makes the Lambda handler of one route from its schemas and a function that calls one use case. */
export function httpHandler<
  Body extends z.ZodType = typeof nothing,
  Path extends z.ZodType = typeof noFields,
  Query extends z.ZodType = typeof noFields,
>(
  route: Route<Body, Path, Query>,
  serve: (request: HttpRequest<z.output<Body>, z.output<Path>, z.output<Query>>) => Promise<HttpResponse>,
): DescribedHandler {
  const handler: HttpHandler = async (event, context) => {
    const correlationId = correlationIdOf(event.headers[CORRELATION_HEADER], uuidIds.next);
    logger.resetKeys();
    logger.addContext(context);
    logger.setCorrelationId(correlationId);
    // The route's template, never the path: a path holds ids that the caller chose.
    logger.appendKeys({ route: event.routeKey });
    const response = await answer(route, serve, event, context, correlationId);
    logger.info("request served", { status: response.status, requestId: event.requestContext.requestId });
    return toResult(response, correlationId);
  };
  return Object.assign(handler, { described: route });
}

async function answer<Body extends z.ZodType, Path extends z.ZodType, Query extends z.ZodType>(
  route: Route<Body, Path, Query>,
  serve: (request: HttpRequest<z.output<Body>, z.output<Path>, z.output<Query>>) => Promise<HttpResponse>,
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  context: Context,
  correlationId: string,
): Promise<HttpResponse> {
  try {
    const caller = callerOf(event);
    logger.appendKeys({ tenantId: caller.tenantId });
    requireScope(caller, route.scope);
    const traceparent = traceparentOf(event.headers["traceparent"]);
    return await serve({
      caller,
      route: route.describes.route,
      path: validate(route.path ?? noFields, event.pathParameters ?? {}, "/path") as z.output<Path>,
      query: validate(
        route.query ?? noFields,
        event.queryStringParameters ?? {},
        "/query",
      ) as z.output<Query>,
      body: validate(
        route.body ?? nothing,
        readJsonBody(event.body, event.isBase64Encoded),
      ) as z.output<Body>,
      headers: event.headers,
      correlationId,
      meta: {
        correlationId,
        causationId: event.requestContext.requestId,
        actor: caller.principal,
        ...(traceparent !== undefined && { traceparent }),
      },
      context,
    });
  } catch (error) {
    const response = errorResponse(error, correlationId);
    if (response.status >= 500) logger.error("request failed", faultFields(error));
    else
      logger.warn("request refused", {
        code: (response.body as { code: string }).code,
      });
    return response;
  }
}

function toResult(response: HttpResponse, correlationId: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: response.status,
    headers: {
      [CORRELATION_HEADER]: correlationId,
      // Answers hold data of orders and patients.
      "cache-control": "no-store",
      ...(response.body !== undefined && {
        "content-type": "application/json",
      }),
      ...response.headers,
    },
    ...(response.body !== undefined && { body: JSON.stringify(response.body) }),
  };
}
