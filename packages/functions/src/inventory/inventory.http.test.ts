import { InMemoryInventoryStore } from "@accession/testing/inventory/in-memory-inventory-store";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";

const fakes = vi.hoisted((): { store: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { store: undefined };
});
vi.mock("../runtime/composition-orders.ts", () => ({ inventoryStore: () => fakes.store }));
vi.mock("../runtime/idempotent-request.ts", async (original) =>
  (await import("../testing/without-cache.ts")).withoutCache(original),
);

import { handler as addMovement } from "./add-movement.http.ts";
import { handler as getStock } from "./get-stock.http.ts";
import { handler as putStock } from "./put-stock.http.ts";

beforeEach(() => {
  fakes.store = new InMemoryInventoryStore();
});

const SCOPES = "accession/inventory.read accession/inventory.write";

async function call(handler: typeof getStock, options: Parameters<typeof httpEvent>[0] = {}) {
  const event = httpEvent({ scope: SCOPES, path: { sku: "A" }, ...options });
  const { statusCode, headers, body } = await handler(event, lambdaContext);
  return { status: statusCode, etag: headers?.["etag"], body: JSON.parse(body ?? "null") };
}

const put = (available: number, headers: Record<string, string>) =>
  call(putStock, { body: { available }, headers });
const move = (body: unknown, key = "k") => call(addMovement, { body, headers: { "idempotency-key": key } });

describe("stock", () => {
  test("is not there before it is recorded", async () => {
    expect(await call(getStock)).toMatchObject({ status: 404, body: { code: "inventory.not-found" } });
  });

  test("is made once, read with its version, and replaced on it", async () => {
    expect(await put(5, { "if-none-match": "*" })).toMatchObject({ status: 201, etag: '"1"' });
    expect((await put(6, { "if-none-match": "*" })).status).toBe(412);
    expect(await call(getStock)).toEqual({
      status: 200,
      etag: '"1"',
      body: { sku: "A", available: 5, reserved: 0, onHand: 5, version: 1 },
    });
    expect(await put(7, { "if-match": '"1"' })).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { available: 7 },
    });
    expect(await put(8, { "if-match": '"1"' })).toMatchObject({
      status: 412,
      body: { code: "inventory.version-mismatch" },
    });
  });

  test("is not replaced without a condition", async () => {
    expect((await put(5, {})).status).toBe(428);
    expect((await put(5, { "if-match": "1" })).status).toBe(400);
  });

  test.each([-1, 1.5, 2e9])("is not set to %d", async (available) => {
    expect((await put(available, { "if-none-match": "*" })).status).toBe(422);
  });

  test("moves by kind, once per key and body", async () => {
    expect(await move({ kind: "received", quantity: 5 })).toMatchObject({
      status: 201,
      body: { available: 5 },
    });
    expect(await move({ kind: "received", quantity: 5 })).toMatchObject({ body: { available: 5 } });
    expect(await move({ kind: "damaged", quantity: 2 }, "k2")).toMatchObject({ body: { available: 3 } });
    expect(await move({ kind: "lost", quantity: 4 }, "k3")).toMatchObject({
      status: 422,
      body: { code: "inventory.insufficient", errors: [{ pointer: "/quantity" }] },
    });
  });

  test.each([{ kind: "received", quantity: -1 }, { kind: "counted", quantity: 1 }, { kind: "lost" }])(
    "does not move by %j",
    async (body) => {
      expect((await move(body)).status).toBe(422);
    },
  );

  test("belongs to its tenant", async () => {
    await put(5, { "if-none-match": "*" });
    expect((await call(getStock, { tenantId: crypto.randomUUID() })).status).toBe(404);
    expect((await call(getStock, { tenantId: CALLING_TENANT })).status).toBe(200);
  });

  test("needs its scope", async () => {
    expect((await call(getStock, { scope: "accession/orders.read" })).status).toBe(403);
  });

  test("an article's name has no slash or hash", async () => {
    expect((await call(getStock, { path: { sku: "A#B" } })).status).toBe(422);
  });
});
