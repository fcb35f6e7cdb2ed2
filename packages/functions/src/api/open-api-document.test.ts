import { expect, test, vi } from "vitest";
import { z } from "zod";
import committed from "../../openapi.schema.json" with { type: "json" };

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

import { lambdaContext } from "../testing/http-event.ts";
import { handler } from "./get-open-api.http.ts";
import { openApiDocument } from "./open-api-document.ts";
import type { DescribedRoute } from "./route-description.ts";
import { routes } from "./routes.ts";

const document = JSON.parse(JSON.stringify(openApiDocument(routes)));
const operations = routes.map(({ describes, scope, body }) => {
  const [method = "", path = ""] = describes.route.split(" ");
  return { describes, scope, body, operation: document.paths[path][method.toLowerCase()] };
});

test("is committed as the handlers' schemas make it: node packages/functions/src/api/write-open-api.ts", () => {
  expect(document).toEqual(committed);
});

test("is served to anybody, and may be kept for a while", async () => {
  const { statusCode, headers, body } = await handler({ headers: {} }, lambdaContext);
  expect([statusCode, headers?.["content-type"], headers?.["cache-control"]]).toEqual([
    200,
    "application/json",
    "public, max-age=300",
  ]);
  expect(JSON.parse(body ?? "")).toEqual(committed);
});

test.each(operations.map((one) => [one.describes.route, one] as const))(
  "%s has its scope, its answers, its problems",
  (_, { scope, body, describes, operation }) => {
    expect(operation.security).toEqual([{ token: [scope] }]);
    expect(operation.responses).toMatchObject({
      401: { $ref: "#/components/responses/401" },
      422: { $ref: "#/components/responses/422" },
    });
    for (const status of Object.keys(describes.answers))
      expect(operation.responses).toHaveProperty([status, "content"]);
    expect(operation.requestBody === undefined).toBe(body === undefined);
    const key = operation.parameters.find(
      (parameter: { name: string }) => parameter.name === "Idempotency-Key",
    );
    expect(key?.required === true).toBe(describes.idempotent === true);
  },
);

test("every parameter of a path is described, and every reference leads somewhere", () => {
  for (const { describes, operation } of operations) {
    const inPath = [...describes.route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter: { in: string }) => parameter.in === "path");
    expect(described.map(({ name }: { name: string }) => name)).toEqual(inPath);
  }
  const references = JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g);
  for (const [, kind = "", name = ""] of references) expect(document.components[kind]).toHaveProperty([name]);
});

test("a route that is described twice, or two schemas of one name, are mistakes", () => {
  const route = (path: string, schema: z.ZodType): DescribedRoute => ({
    scope: "orders.read",
    describes: { route: `GET /v1/${path}`, summary: "", answers: { 200: schema } },
  });
  const one = z.object({ a: z.string() }).meta({ id: "TestOne" });
  expect(() => openApiDocument([route("a", one), route("a", one)])).toThrow("described twice");
});
