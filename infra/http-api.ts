import { alarm } from "./alarms.ts";
import { type HandlerArgs, handlerArgs } from "./functions.ts";
import { type Scope, scopeInToken } from "./scopes.ts";
import { stage } from "./stage.ts";

export interface HttpApiArgs {
  readonly issuer: $util.Input<string>;
  readonly audience: $util.Input<string>;
}

export interface HttpApi {
  /** A route behind the JWT authorizer, with the one scope that it requires; `open` for none. */
  route(route: string, name: string, scope: Scope | "open", args: HandlerArgs): void;
  readonly api: sst.aws.ApiGatewayV2;
}

/** The timeout of a function that may work for long: the HTTP API itself gives up after 30 seconds. */
export const LONGEST_REQUEST_SECONDS = 29;

/**
 * A line of the access log. Nothing of it is the caller's to choose: paths, query strings and headers may name patients,
 * so the route is named by its template. The request's id leads to the function's lines.
 */
const ACCESS_LOG_LINE = JSON.stringify({
  requestTime: "$context.requestTime",
  requestId: "$context.requestId",
  httpMethod: "$context.httpMethod",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLatency: "$context.responseLatency",
  integrationRequestId: "$context.integration.requestId",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integration.latency",
  integrationServiceStatus: "$context.integration.integrationStatus",
  authorizerError: "$context.authorizer.error",
  ip: "$context.identity.sourceIp",
});

/** The HTTP API: JWT authorizer, throttled, its access log without what callers write. */
export function httpApi(name: string, args: HttpApiArgs): HttpApi {
  const api = new sst.aws.ApiGatewayV2(name, {
    cors: {
      allowOrigins: ["*"],
      allowMethods: ["GET", "POST", "PUT"],
      allowHeaders: [
        "authorization",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "x-correlation-id",
      ],
      exposeHeaders: ["etag", "idempotency-replayed", "location", "retry-after", "x-correlation-id"],
    },
    accessLog: { retention: stage.logRetention },
    transform: {
      stage: (stage) => {
        stage.accessLogSettings = $resolve([stage.accessLogSettings]).apply(([settings]) => ({
          destinationArn: settings?.destinationArn ?? "",
          format: ACCESS_LOG_LINE,
        }));
        stage.defaultRouteSettings = {
          throttlingBurstLimit: 200,
          throttlingRateLimit: 100,
          detailedMetricsEnabled: true,
        };
      },
    },
  });
  const authorizer = api.addAuthorizer({
    name: "tenants",
    jwt: { issuer: args.issuer, audiences: [args.audience] },
  });
  alarm(`${name}ServerErrors`, {
    description: "The API answers 5xx: docs/runbook.md#the-api-answers-5xx",
    namespace: "AWS/ApiGateway",
    metric: "5xx",
    dimensions: { ApiId: api.nodes.api.id },
    statistic: "Sum",
    threshold: 5,
    periods: 3,
  });
  return {
    api,
    route: (route, handlerName, scope, handler) => {
      const auth =
        scope === "open"
          ? {}
          : { auth: { jwt: { authorizer: authorizer.id, scopes: [scopeInToken(scope)] } } };
      api.route(route, handlerArgs(handlerName, handler), auth);
    },
  };
}
