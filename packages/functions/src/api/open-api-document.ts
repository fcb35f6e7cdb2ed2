/** The API's description (OpenAPI 3.1), put together from the schemas that the handlers go by. */
import { z } from "zod";
import { problemComponents, problemsOf } from "./problem-responses.ts";
import type { DescribedRoute, RouteDescription } from "./route-description.ts";

type Json = Readonly<Record<string, unknown>>;

/** Throws when two routes have one name, or two schemas. */
export function openApiDocument(routes: readonly DescribedRoute[]): Json {
  const schemas = new Map<string, unknown>();
  const paths: Record<string, Record<string, unknown>> = { "/v1/openapi.json": { get: OWN_OPERATION } };
  for (const route of routes) {
    const [method = "", path = ""] = route.describes.route.split(" ");
    const name = method.toLowerCase();
    if (paths[path]?.[name] !== undefined) throw new Error(`${route.describes.route} is described twice`);
    paths[path] = { ...paths[path], [name]: operation(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Accession",
      version: "1",
      description:
        "Takes in DICOM files and processes orders. Unknown fields of a request are refused; answers may gain fields.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token of the user pool. Its scopes begin with `accession/`.",
        },
      },
      schemas: {
        ...Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
        ...problemComponents.schemas,
      },
      responses: problemComponents.responses,
      headers: HEADERS,
    },
  };
}

function operation(route: DescribedRoute, schemas: Map<string, unknown>): Json {
  const { describes, scope, body, path, query } = route;
  return {
    operationId: operationIdOf(describes.route),
    summary: describes.summary,
    ...(describes.description !== undefined && { description: describes.description }),
    security: [{ token: [scope] }],
    parameters: [
      ...parametersOf("path", path),
      ...parametersOf("query", query),
      ...headerParameters(describes),
    ],
    ...(body !== undefined && {
      requestBody: {
        // A schema that takes nothing for its defaults takes no body.
        required: !body.safeParse(undefined).success,
        content: { "application/json": { schema: schemaOf(describes.shownBody ?? body, schemas) } },
      },
    }),
    responses: { ...answersOf(describes, schemas), ...problemsOf(route) },
  };
}

/** `POST /v1/orders/{id}/cancel` → `postOrdersIdCancel`. */
function operationIdOf(route: string): string {
  const [method = "", ...words] = route
    .replace("/v1", "")
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== "");
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function parametersOf(part: "path" | "query", schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, OPTIONS);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: part,
    required: required.includes(name),
    schema: property,
  }));
}

function headerParameters({ idempotent, conditional }: RouteDescription): Json[] {
  const header = (name: string, required: boolean, schema: Json, description: string) => ({
    name,
    in: "header",
    required,
    schema: { type: "string", ...schema },
    description,
  });
  return [
    header(
      "x-correlation-id",
      false,
      {},
      "Names everything that the request causes, in logs and events: a UUID or a ULID. Any other value is replaced by a new UUID.",
    ),
    ...(idempotent === true
      ? [
          header(
            "Idempotency-Key",
            true,
            { pattern: '^("[\\x21-\\x7e]{1,255}"|[\\x21\\x23-\\x7e][\\x21-\\x7e]{0,254})$' },
            "The client's own name for the request, quoted or bare: repeated within 24 hours it is answered again and has no second effect. It counts per tenant, user, route and what the path names.",
          ),
        ]
      : []),
    ...(conditional === true
      ? [
          header(
            "If-Match",
            false,
            { pattern: '^"\\d{1,15}"$' },
            "The ETag of the version that is to be replaced.",
          ),
          header(
            "If-None-Match",
            false,
            { const: "*" },
            "In place of If-Match, when there must be nothing yet.",
          ),
        ]
      : []),
  ];
}

function answersOf(
  { answers, idempotent, headers = [] }: RouteDescription,
  schemas: Map<string, unknown>,
): Json {
  const names = ["x-correlation-id", ...headers, ...(idempotent === true ? ["idempotency-replayed"] : [])];
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: Number(status) < 400 ? SUCCESS : "The answer is complete, and says what is wrong.",
        headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
        content: { "application/json": { schema: schemaOf(schema, schemas) } },
      },
    ]),
  );
}

/** Input: what a request may leave out, and what readers of an answer must let pass. */
const OPTIONS = {
  io: "input",
  unrepresentable: "any",
  override: ({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }) => {
    // The format says it; zod's expression for it is long. A number in a query is checked as text first.
    // Not every reader of JSON Schema knows Unicode's classes.
    const pattern = jsonSchema["pattern"];
    if (typeof pattern === "string") {
      jsonSchema["pattern"] = pattern.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f");
    }
    if (jsonSchema["format"] === "date-time" || jsonSchema["type"] === "integer")
      delete jsonSchema["pattern"];
  },
} as const;

/** A schema with its named parts put among the components. */
function schemaOf(schema: z.ZodType, schemas: Map<string, unknown>): unknown {
  // Wrapped, so that a named schema is referred to as well.
  const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema: schema }), OPTIONS);
  for (const [name, part] of Object.entries($defs)) {
    const { id: _name, ...definition } = part as Json;
    const known = schemas.get(name);
    const now = referring(definition);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(now)) {
      throw new Error(`two schemas are called ${name}`);
    }
    schemas.set(name, now);
  }
  return referring(properties?.["schema"]);
}

function referring(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

const SUCCESS = "Done as requested.";

const HEADERS = {
  "x-correlation-id": {
    description: "The id under which logs and events have all that the request caused.",
    required: true,
    schema: { type: "string" },
  },
  "idempotency-replayed": {
    description: "This is the answer of an earlier request with the same Idempotency-Key.",
    schema: { const: "true" },
  },
  etag: { description: "The version, to be sent as If-Match.", required: true, schema: { type: "string" } },
  location: { description: "The path of what was made.", required: true, schema: { type: "string" } },
};

const OWN_OPERATION = {
  operationId: "getOpenapiJson",
  summary: "This description; needs no token",
  security: [],
  responses: {
    200: { description: SUCCESS, content: { "application/json": { schema: { type: "object" } } } },
    429: { $ref: "#/components/responses/429" },
    500: { $ref: "#/components/responses/500" },
  },
};
