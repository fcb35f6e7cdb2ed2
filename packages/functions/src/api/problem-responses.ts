/** The answers that are no success: problem+json of ours (RFC 9457), or what the HTTP API itself says. */
import type { DescribedRoute } from "./route-description.ts";

const MEANING: Readonly<Record<number, string>> = {
  400: "The request cannot be read: the body is not JSON, the Idempotency-Key is missing or malformed, or If-Match is malformed.",
  401: "There is no access token, or it is not valid.",
  403: "The access token lacks the scope of the route, or belongs to no tenant.",
  404: "There is no such thing, or it is another tenant's.",
  409: "In conflict with the present state. With Retry-After: a request with the same Idempotency-Key is still running.",
  412: "If-Match names another version than the present one, or If-None-Match is for what exists already.",
  422: "The request was read, but it breaks a rule, and `errors` points to the fields; or the Idempotency-Key was used for another request.",
  428: "If-Match is missing, and If-None-Match too.",
  429: "Too many requests: try again later.",
  500: "Something went wrong on our side.",
  503: "A store cannot be reached for the moment: try again.",
};

/** By which the HTTP API answers before, or instead of, the route's function. */
const OF_THE_GATEWAY = new Set([400, 401, 403, 404, 429, 500, 503]);

const text = { type: "string" };

const problem = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "correlationId"],
  properties: {
    type: { const: "about:blank" },
    title: text,
    status: { type: "integer" },
    code: { ...text, description: "Stable, such as `order.not-found`." },
    detail: text,
    correlationId: text,
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "code", "detail"],
        properties: {
          pointer: { ...text, description: "RFC 6901, into the body; or /path/…, /query/…, /headers/…." },
          code: text,
          detail: text,
        },
      },
    },
  },
};

const gatewayMessage = {
  type: "object",
  required: ["message"],
  properties: { message: { type: ["string", "null"] } },
};

export const problemComponents = {
  schemas: { GatewayMessage: gatewayMessage, Problem: problem },
  responses: Object.fromEntries(
    Object.entries(MEANING).map(([status, description]) => [
      status,
      {
        description,
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          ...(OF_THE_GATEWAY.has(Number(status)) && {
            "application/json": { schema: { $ref: "#/components/schemas/GatewayMessage" } },
          }),
        },
      },
    ]),
  ),
};

/** All that a route may answer besides its answers, by reference. */
export function problemsOf({ describes, path }: DescribedRoute): Record<string, { $ref: string }> {
  const { answers, problems = [], idempotent, conditional } = describes;
  const statuses = [
    // Also of a body that no route takes, or that is no JSON.
    400,
    401,
    403,
    422,
    429,
    500,
    503,
    // What a path may look like, the HTTP API may not find at all.
    ...(path === undefined ? [] : [404]),
    ...(idempotent === true ? [409] : []),
    ...(conditional === true ? [412, 428] : []),
    ...problems,
  ];
  return Object.fromEntries(
    [...new Set(statuses)]
      .filter((status) => !(status in answers))
      .toSorted((a, b) => a - b)
      .map((status) => [status, { $ref: `#/components/responses/${status}` }]),
  );
}
