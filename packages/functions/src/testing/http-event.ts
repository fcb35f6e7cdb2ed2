import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from "aws-lambda";

export interface HttpEventOptions {
  readonly tenantId?: string;
  /** As in a token: `accession/orders.read`. */
  readonly scope?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const CALLING_TENANT = "01990000-0000-7000-8000-00000000000a";

/** A request as the HTTP API's JWT authorizer lets it through (payload 2.0), reduced to what handlers read. */
export function httpEvent(options: HttpEventOptions = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { body } = options;
  const event = {
    routeKey: "GET /v1/test",
    headers: { ...options.headers },
    isBase64Encoded: false,
    ...(options.path && { pathParameters: options.path }),
    ...(options.query && { queryStringParameters: options.query }),
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    requestContext: {
      requestId: "request-1",
      authorizer: {
        jwt: {
          claims: {
            sub: "user-1",
            tenant_id: options.tenantId ?? CALLING_TENANT,
            scope: options.scope ?? "",
            token_use: "access",
          },
        },
      },
    },
  };
  return event as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}

/** The context of an invocation that has ten seconds left. */
export const lambdaContext = {
  functionName: "test",
  awsRequestId: "invocation-1",
  getRemainingTimeInMillis: () => 10_000,
} as unknown as Context;
