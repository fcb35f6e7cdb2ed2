import { randomUUID } from "node:crypto";
import { apiClient } from "@accession/cli/client/api-client";
import { beforeAll, describe, expect, it } from "vitest";
import { goodsOrder } from "../demo/place-orders.ts";
import { apiOf, apiOfGroup, system } from "./under-test.ts";

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

/** Orders for it fail at once, and leave the stock of other tests alone. */
const UNSTOCKED = "NEVER-IN-STOCK";

let demo: Awaited<ReturnType<typeof apiOf>>;
beforeAll(async () => {
  demo = await apiOf("demo");
});

const place = (body: unknown, headers: Record<string, string> = { "idempotency-key": randomUUID() }) =>
  demo.call("POST", "/v1/orders", { body, headers });

describe("who may call", () => {
  it.each([
    ["no token", ""],
    ["a malformed token", "Bearer not.a.token"],
    ["a token with a broken signature", "broken"],
  ])("answers 401 to %s", async (_, authorization) => {
    const good = await token();
    const header = authorization === "broken" ? `Bearer ${good.slice(0, -6)}AAAAAA` : authorization;
    const answer = await fetch(`${system.endpoints.api}/v1/orders`, {
      headers: header === "" ? {} : { authorization: header },
    });
    expect(answer.status).toBe(401);
  });

  it("answers 403 to a token without the scope of the route", async () => {
    const reader = await apiOfGroup("readers");
    expect((await reader.call("GET", "/v1/orders")).status).toBe(200);
    const answer = await reader.call("POST", "/v1/orders", {
      body: goodsOrder({ sku: UNSTOCKED }),
      headers: { "idempotency-key": randomUUID() },
    });
    expect(answer.status).toBe(403);
  });

  it("answers 404 to another tenant's order, as to one that is not there", async () => {
    const { body } = await place(goodsOrder({ sku: UNSTOCKED }));
    const { id } = body as { id: string };
    const other = await apiOf("other");
    expect((await demo.call("GET", `/v1/orders/${id}`)).status).toBe(200);
    const answer = await other.call("GET", `/v1/orders/${id}`);
    expect(answer.status).toBe(404);
    const absent = await other.call("GET", `/v1/orders/ord_${randomUUID()}`);
    const shape = ({ status, body: problem }: typeof answer) => [status, (problem as Problem).code];
    expect(shape(answer)).toEqual(shape(absent));
    expect(JSON.stringify((await other.call("GET", "/v1/orders")).body)).not.toContain(id);
  });
});

describe("what a request may say", () => {
  const order = goodsOrder({ sku: UNSTOCKED });
  const [line] = order.lines;

  it.each([
    ["an unknown field", { ...order, discount: 5 }, "/discount"],
    ["a negative quantity", { ...order, lines: [{ ...line, quantity: -1 }] }, "/lines/0/quantity"],
    ["no lines", { ...order, lines: [] }, "/lines"],
    [
      "a price that is no integer",
      { ...order, lines: [{ ...line, unitPrice: { amount: 1.5, currency: "EUR" } }] },
      "/lines/0/unitPrice/amount",
    ],
  ])("refuses %s, and points at it", async (_, body, pointer) => {
    const answer = await place(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect((answer.body as Problem).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it("refuses JSON that is none", async () => {
    const answer = await fetch(`${system.endpoints.api}/v1/orders`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await token()}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      body: '{"kind": "goods", ',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  it("refuses an order without an Idempotency-Key, and points at the header", async () => {
    const answer = await place(order, {});
    expect(answer.status).toBe(400);
    expect((answer.body as Problem).errors?.[0]?.pointer).toBe("/headers/idempotency-key");
  });

  it("refuses one key for two different orders", async () => {
    const headers = { "idempotency-key": randomUUID() };
    expect((await place(order, headers)).status).toBe(202);
    const answer = await place({ ...order, lines: [{ ...line, quantity: 3 }] }, headers);
    expect(answer.status).toBe(422);
  });

  it("makes one order of 50 concurrent requests with one key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(order, headers)));
    const placed = answers
      .filter(({ status }) => status === 202)
      .map(({ body }) => (body as { id: string }).id);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(placed.length + waiting.length).toBe(50);
    expect(new Set(placed).size).toBe(1);
    for (const { headers: answered } of waiting) expect(answered.get("retry-after")).toMatch(/^\d+$/);
    const again = await place(order, headers);
    expect((again.body as { id: string }).id).toBe(placed[0]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  it("answers a caller's correlation id back, and refuses to take one that could forge a log", async () => {
    const mine = randomUUID();
    const { headers } = await demo.call("GET", "/v1/orders", { headers: { "x-correlation-id": mine } });
    expect(headers.get("x-correlation-id")).toBe(mine);
    const forged = await demo.call("GET", "/v1/orders", {
      headers: { "x-correlation-id": 'a" level="ERROR' },
    });
    expect(forged.headers.get("x-correlation-id")).not.toContain('"');
  });
});

it("answers about its health", async () => {
  const { status, body } = await demo.call("GET", "/v1/health");
  expect([status, (body as { status: string }).status]).toEqual([200, "ok"]);
});

it("keeps stock by version", async () => {
  const path = `/v1/inventory/SKU-${randomUUID().slice(0, 8)}`;
  const made = await demo.call("PUT", path, { body: { available: 5 }, headers: { "if-none-match": "*" } });
  expect(made.status).toBeLessThan(300);
  const stale = await demo.call("PUT", path, { body: { available: 7 }, headers: { "if-match": '"99"' } });
  expect(stale.status).toBe(412);
  const other = await apiOf("other");
  expect((await other.call("GET", path)).status).toBe(404);
});

async function token(): Promise<string> {
  const { signInAsTenant } = await import("@accession/cli/client/sign-in");
  return signInAsTenant(system.endpoints, "demo");
}

it("takes the same answers through a client without our own code", async () => {
  const anonymous = apiClient(system.endpoints.api, "nonsense");
  expect((await anonymous.call("GET", "/v1/health")).status).toBe(401);
});
