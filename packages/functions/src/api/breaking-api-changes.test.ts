import { expect, test } from "vitest";
import { breakingApiChanges } from "./breaking-api-changes.ts";

const before = {
  paths: {
    "/v1/things": {
      post: {
        parameters: [{ name: "limit", in: "query", required: false }],
        requestBody: {
          required: false,
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { name: { type: "string" }, kind: { type: "string", enum: ["a", "b"] } },
                required: ["name"],
              },
            },
          },
        },
        responses: {
          200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: "object",
        properties: {
          id: { type: "string" },
          parts: { type: "array", items: { type: "object", properties: { n: {} } } },
        },
        required: ["id"],
      },
    },
  },
};

type Changed = typeof before & Record<string, never>;
/** The description after a change. */
function after(change: (document: Changed) => void): unknown {
  const document = structuredClone(before) as Changed;
  change(document);
  return document;
}
const post = (document: Changed) => document.paths["/v1/things"].post;
const body = (document: Changed) => post(document).requestBody.content["application/json"].schema;
const thing = (document: Changed) => document.components.schemas.Thing;

test.each<[string, (document: Changed) => void]>([
  ["nothing", () => undefined],
  ["a new optional parameter", (d) => post(d).parameters.push({ name: "x", in: "query", required: false })],
  ["a new optional field of a request", (d) => Object.assign(body(d).properties, { x: { type: "string" } })],
  ["a new field of an answer", (d) => Object.assign(thing(d).properties, { x: { type: "string" } })],
  ["a new route", (d) => Object.assign(d.paths, { "/v1/others": { get: {} } })],
  ["a new value that is taken", (d) => body(d).properties.kind.enum.push("c")],
])("%s breaks nobody", (_, change) => {
  expect(breakingApiChanges(before, after(change))).toEqual([]);
});

test.each<[string, string, (document: Changed) => void]>([
  ["a route", "POST /v1/things: was removed", (d) => Object.assign(d.paths, { "/v1/things": {} })],
  ["a parameter", "POST /v1/things: query limit was removed", (d) => post(d).parameters.splice(0)],
  [
    "a free parameter",
    "POST /v1/things: query limit is required now",
    (d) => Object.assign(post(d).parameters[0] ?? {}, { required: true }),
  ],
  [
    "a free body",
    "POST /v1/things: the body is required now",
    (d) => Object.assign(post(d).requestBody, { required: true }),
  ],
  [
    "a field of a request",
    "POST /v1/things body/name: was removed",
    (d) => Object.assign(body(d), { properties: { kind: body(d).properties.kind } }),
  ],
  ["a free field", "POST /v1/things body/kind: is required now", (d) => body(d).required.push("kind")],
  [
    "a value",
    "POST /v1/things body/kind: b is not taken any more",
    (d) => body(d).properties.kind.enum.pop(),
  ],
  ["an answer", "POST /v1/things: 200 was removed", (d) => Object.assign(post(d), { responses: {} })],
  [
    "a field of an answer",
    "POST /v1/things 200/id: was removed",
    (d) => Object.assign(thing(d), { properties: { parts: thing(d).properties.parts } }),
  ],
  [
    "a sure field",
    "POST /v1/things 200/id: is not always there any more",
    (d) => thing(d).required.splice(0),
  ],
  [
    "a type",
    "POST /v1/things 200/id: has another type",
    (d) => Object.assign(thing(d).properties.id, { type: "integer" }),
  ],
  [
    "a field deep in an answer",
    "POST /v1/things 200/parts/items/n: was removed",
    (d) => Object.assign(thing(d).properties.parts.items, { properties: {} }),
  ],
])("losing %s is told", (_, telling, change) => {
  expect(breakingApiChanges(before, after(change))).toEqual([telling]);
});
