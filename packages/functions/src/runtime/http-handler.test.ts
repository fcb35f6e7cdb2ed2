import { AppError } from "@accession/core/errors";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";
import { httpHandler } from "./http-handler.ts";
import type { HttpResponse } from "./http-request.ts";
import { logger } from "./logger.ts";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(logger, level).mockImplementation(
      (...entry: unknown[]) => void lines.push(JSON.stringify(entry)),
    );
  }
});

const serve = vi.fn(
  async (_request: unknown): Promise<HttpResponse> => ({ status: 200, body: { ok: true } }),
);
const handler = httpHandler(
  {
    describes: { route: "POST /v1/test", summary: "A test", answers: { 200: z.unknown() } },
    scope: "orders.write",
    path: z.strictObject({ id: z.string() }),
    query: z.strictObject({ limit: z.string().optional() }),
    body: z.strictObject({
      name: z.string().max(10),
      lines: z.array(z.strictObject({ quantity: z.int().positive() })),
    }),
  },
  serve,
);

const good = {
  scope: "openid accession/orders.write",
  path: { id: "1" },
  body: { name: "a", lines: [{ quantity: 1 }] },
};

async function call(
  changes: Parameters<typeof httpEvent>[0] & { readonly claims?: unknown; readonly base64?: string } = {},
) {
  const event = httpEvent({ ...good, ...changes });
  if ("claims" in changes) Object.assign(event.requestContext, { authorizer: changes.claims });
  if (changes.base64 !== undefined) Object.assign(event, { body: changes.base64, isBase64Encoded: true });
  const { statusCode, headers, body } = await handler(event, lambdaContext);
  return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body ?? "null") };
}

describe("a good request", () => {
  test("reaches the use case with its parts and its caller", async () => {
    const answer = await call({ query: { limit: "5" } });
    expect(answer).toMatchObject({
      status: 200,
      body: { ok: true },
      headers: { "cache-control": "no-store" },
    });
    expect(serve).toHaveBeenLastCalledWith(
      expect.objectContaining({
        caller: { tenantId: CALLING_TENANT, principal: "user-1", scopes: new Set(["orders.write"]) },
        path: { id: "1" },
        query: { limit: "5" },
        body: good.body,
        meta: expect.objectContaining({ causationId: "request-1", actor: "user-1" }),
      }),
    );
  });

  test("may come as base64", async () => {
    expect((await call({ base64: Buffer.from(JSON.stringify(good.body)).toString("base64") })).status).toBe(
      200,
    );
  });

  test("keeps the caller's correlation id when it is an id, in the answer and in the meta data", async () => {
    const id = "01990000-0000-7000-8000-0000000000c0";
    const { headers } = await call({
      headers: { "x-correlation-id": id, traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    });
    expect(headers["x-correlation-id"]).toBe(id);
    expect(serve).toHaveBeenLastCalledWith(
      expect.objectContaining({
        meta: expect.objectContaining({ correlationId: id, traceparent: expect.stringMatching(/^00-/) }),
      }),
    );
  });

  test.each(["Smith^John", "", "1; drop"])(
    "is not refused for the correlation id %j, which is replaced",
    async (given) => {
      const { status, headers } = await call({
        headers: { "x-correlation-id": given, traceparent: "nonsense" },
      });
      expect(status).toBe(200);
      expect(headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(serve).toHaveBeenLastCalledWith(
        expect.objectContaining({ meta: expect.not.objectContaining({ traceparent: expect.anything() }) }),
      );
    },
  );
});

describe("a bad request is answered with problem+json", () => {
  test.each([
    ["no token", { claims: undefined }, 401, "caller.unknown"],
    [
      "an ID token",
      { claims: { jwt: { claims: { sub: "u", tenant_id: CALLING_TENANT, token_use: "id" } } } },
      403,
      "caller.no-tenant",
    ],
    [
      "no tenant",
      { claims: { jwt: { claims: { sub: "u", token_use: "access" } } } },
      403,
      "caller.no-tenant",
    ],
    ["another scope", { scope: "accession/orders.read" }, 403, "caller.missing-scope"],
    [
      "a scope of another resource server",
      { scope: "orders.write other/orders.write" },
      403,
      "caller.missing-scope",
    ],
    ["malformed JSON", { body: '{"name": "Smith' }, 400, "request.malformed-json"],
    [
      "bytes that are not UTF-8",
      { base64: Buffer.from([0x22, 0xff, 0x22]).toString("base64") },
      400,
      "request.malformed-json",
    ],
    ["no body", { base64: "" }, 422, "request.invalid"],
    ["an unknown query field", { query: { order: "asc" } }, 422, "request.invalid"],
  ])("%s", async (_, changes, status, code) => {
    const answer = await call(changes);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      type: "about:blank",
      status,
      correlationId: answer.headers["x-correlation-id"],
    });
  });

  test("with a pointer to each wrong field, and to unknown ones", async () => {
    const body = { name: "long enough to be wrong", lines: [{ quantity: -1, "a/b~c": 1 }], extra: 1 };
    expect((await call({ body })).body.errors).toEqual([
      { pointer: "/name", code: "too-big", detail: expect.any(String) },
      { pointer: "/lines/0/quantity", code: "too-small", detail: expect.any(String) },
      { pointer: "/lines/0/a~1b~0c", code: "unknown-field", detail: "is not a known field" },
      { pointer: "/extra", code: "unknown-field", detail: "is not a known field" },
    ]);
  });

  test.each(["\0", "\ud800", "a\udc00b"])("with a text that no store can hold: %j", async (text) => {
    const { status, body } = await call({ body: { name: text, lines: [] }, query: { limit: text } });
    expect([status, body.errors]).toMatchObject([
      422,
      [{ pointer: "/query/limit", code: "unstorable-text" }],
    ]);
    const inBody = (await call({ body: { name: text, lines: [] } })).body;
    expect(inBody.errors).toMatchObject([{ pointer: "/name", code: "unstorable-text" }]);
  });

  test("without a value of it in the answer or in the log", async () => {
    const secret = "SMITH-JOHN-MARKER";
    const { body } = await call({ body: { name: `${secret} and more`, lines: secret } });
    expect(JSON.stringify(body) + lines.join()).not.toContain(secret);
  });
});

describe("what the use case throws", () => {
  const failing = async (error: unknown) => {
    serve.mockRejectedValueOnce(error);
    return call();
  };

  test.each([
    ["invalid", 400],
    ["unauthorized", 401],
    ["denied", 403],
    ["not-found", 404],
    ["conflict", 409],
    ["unprocessable", 422],
    ["unavailable", 503],
  ] as const)("%s is %i", async (kind, status) => {
    const answer = await failing(new AppError(kind, "some.code", "Some text.", { retryAfterSeconds: 3 }));
    expect(answer).toMatchObject({ status, body: { code: "some.code", detail: "Some text." } });
    expect(answer.headers["retry-after"]).toBe("3");
  });

  test("a failed condition has a status of its own", async () => {
    expect((await failing(new AppError("conflict", "inventory.version-mismatch", "x"))).status).toBe(412);
    expect((await failing(new AppError("invalid", "request.if-match-required", "x"))).status).toBe(428);
  });

  test("anything else is a 500 that tells nothing, and neither does the log", async () => {
    const secret = "SMITH-JOHN-MARKER";
    const { status, body } = await failing(
      Object.assign(new Error(`row (${secret})`), { detail: secret, code: "23505" }),
    );
    expect([status, body.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(body) + lines.join()).not.toContain(secret);
    expect(lines.join()).toContain("23505");
  });
});
