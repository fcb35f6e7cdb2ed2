import { goodsRequest } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { engineEnvironment } from "../testing/engine-environment.ts";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

let environment: Awaited<ReturnType<typeof engineEnvironment>>;
beforeAll(async () => {
  environment = await engineEnvironment(inject("awsEndpoint"));
});

const routes = {
  place: () => import("./place-order.http.ts"),
  get: () => import("./get-order.http.ts"),
  list: () => import("./list-orders.http.ts"),
};

async function call(route: keyof typeof routes, options: Parameters<typeof httpEvent>[0]) {
  const { handler } = await routes[route]();
  const scope = route === "place" ? "accession/orders.write" : "accession/orders.read";
  const { statusCode, headers, body } = await handler(httpEvent({ scope, ...options }), lambdaContext);
  return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body ?? "null") };
}

const place = (tenantId: string, key: string, body: unknown = goodsRequest()) =>
  call("place", { tenantId, body, headers: { "idempotency-key": key } });
const ordersOf = async (tenantId: string) =>
  (await call("list", { tenantId })).body.orders as { id: string }[];

describe("POST /v1/orders", () => {
  test("accepts an order that can then be read with its timeline", async () => {
    const tenantId = crypto.randomUUID();
    const { status, headers, body } = await place(tenantId, "key-1");
    expect([status, headers["location"]]).toEqual([202, `/v1/orders/${body.id}`]);
    expect(body).toMatchObject({
      kind: "goods",
      status: "PENDING",
      total: { amount: 2950, currency: "EUR" },
    });
    expect(JSON.stringify(body)).not.toContain("tok_approve");

    const read = await call("get", { tenantId, path: { id: body.id } });
    expect(read).toMatchObject({ status: 200, body: { id: body.id } });
    expect(read.body.timeline).toMatchObject([
      {
        type: "order.created",
        status: "PENDING",
        correlationId: headers["x-correlation-id"],
        actor: "user-1",
      },
    ]);
  });

  test("answers a repetition with the same order, and says so", async () => {
    const tenantId = crypto.randomUUID();
    const first = await place(tenantId, "key-1");
    const second = await place(tenantId, '"key-1"');
    expect(second).toMatchObject({
      status: 202,
      headers: { "idempotency-replayed": "true" },
      body: first.body,
    });
    expect(first.headers).not.toHaveProperty("idempotency-replayed");
  });

  test("refuses another request under the same key with 422", async () => {
    const tenantId = crypto.randomUUID();
    await place(tenantId, "key-1");
    const other = await place(tenantId, "key-1", goodsRequest({ paymentToken: "tok_decline" }));
    expect([other.status, other.body.code]).toEqual([422, "request.idempotency-key-reused"]);
  });

  test("makes one order of 50 concurrent requests with one key; the others are replays or 409 with Retry-After", async () => {
    const tenantId = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(tenantId, "key-1")));
    const accepted = answers.filter(({ status }) => status === 202);
    const running = answers.filter(({ status }) => status === 409);
    expect(accepted.length + running.length).toBe(50);
    expect(accepted.filter(({ headers }) => headers["idempotency-replayed"] === undefined)).toHaveLength(1);
    expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1);
    for (const { headers, body } of running) {
      expect([headers["retry-after"], body.code]).toEqual(["1", "request.in-progress"]);
    }
    expect(await ordersOf(tenantId)).toHaveLength(1);
    expect(await place(tenantId, "key-1")).toMatchObject({
      status: 202,
      headers: { "idempotency-replayed": "true" },
    });
  });

  test("a refused duplicate does not free the key of the request that runs", async () => {
    // Two rounds of duplicates: the second would run again if the first had deleted the record.
    const tenantId = crypto.randomUUID();
    const first = place(tenantId, "key-1");
    await Promise.all([place(tenantId, "key-1"), place(tenantId, "key-1")]);
    await Promise.all([first, place(tenantId, "key-1"), place(tenantId, "key-1")]);
    expect(await ordersOf(tenantId)).toHaveLength(1);
  });

  test("never answers a tenant with another tenant's order", async () => {
    const [mine, theirs] = [crypto.randomUUID(), crypto.randomUUID()];
    const [first, second] = [await place(mine, "key-1"), await place(theirs, "key-1")];
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.headers).not.toHaveProperty("idempotency-replayed");
    const read = await call("get", { tenantId: theirs, path: { id: first.body.id } });
    expect([read.status, read.body.code]).toEqual([404, "order.not-found"]);
    expect((await ordersOf(theirs)).map(({ id }) => id)).toEqual([second.body.id]);
  });

  test("still makes one order when the cache of answers has forgotten the key", async () => {
    const tenantId = crypto.randomUUID();
    const first = await place(tenantId, "key-1");
    const { client, idempotency } = environment;
    const { Items: records } = await client.send(new ScanCommand({ TableName: idempotency }));
    const { DeleteCommand } = await import("@aws-sdk/lib-dynamodb");
    for (const record of records ?? []) {
      await client.send(new DeleteCommand({ TableName: idempotency, Key: { id: record["id"] } }));
    }
    expect(await place(tenantId, "key-1")).toMatchObject({
      status: 202,
      headers: { "idempotency-replayed": "true" },
      body: first.body,
    });
    expect(await ordersOf(tenantId)).toHaveLength(1);
  });

  test("keeps ids and digests in the cache, and no part of the request", async () => {
    const tenantId = crypto.randomUUID();
    const marker = "SMITH-MARKER";
    const shipTo = { name: marker, street: marker, postalCode: "1", city: marker, country: "DE" };
    await place(tenantId, `key-${marker}`, goodsRequest({ shipTo }));
    const { Items: records } = await environment.client.send(
      new ScanCommand({ TableName: environment.idempotency }),
    );
    expect(JSON.stringify(records)).not.toContain(marker);
  });

  test("needs a key: 400", async () => {
    const answer = await call("place", { body: goodsRequest() });
    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
      400,
      "request.idempotency-key-missing",
      "/headers/idempotency-key",
    ]);
  });

  test("gives out accession numbers for procedures that have none, and answers a repetition with the same", async () => {
    const tenantId = crypto.randomUUID();
    const [line] = imagingRequest().lines;
    const { accessionNumber: _given, ...unnumbered } = line ?? {};
    const request = imagingRequest();
    const body = { ...request, lines: [unnumbered, unnumbered, line] };
    const first = await place(tenantId, "key-1", body);
    expect(first.status).toBe(202);
    const numbers = first.body.lines.map((each: { accessionNumber: string }) => each.accessionNumber);
    expect(numbers).toEqual([
      expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{12}$/),
      expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{12}$/),
      "A-1",
    ]);
    expect(new Set(numbers).size).toBe(3);
    expect((await place(tenantId, "key-1", body)).body).toEqual(first.body);
  });

  test("refuses goods and imaging in one order, and a deadline that has passed, by name: 422", async () => {
    const [procedure] = imagingRequest().lines;
    const mixed = await place(crypto.randomUUID(), "1", { ...goodsRequest(), lines: [procedure] });
    expect([mixed.status, mixed.body.errors]).toEqual([
      422,
      [{ pointer: "/lines/0", code: "mixed-kinds", detail: expect.any(String) }],
    ]);
    const late = await place(crypto.randomUUID(), "1", imagingRequest({ deadline: "2020-01-01T00:00:00Z" }));
    expect([late.status, late.body.code]).toEqual([422, "order.deadline-past"]);
  });

  test("leaves an unpublished event in the outbox, in the same transaction", async () => {
    const tenantId = crypto.randomUUID();
    const { body } = await place(tenantId, "key-1");
    const { Item: item } = await environment.client.send(
      new GetCommand({
        TableName: environment.table,
        Key: { pk: `T#${tenantId}#O#${body.id.slice(4)}`, sk: "OUTBOX#00000001" },
      }),
    );
    expect(item).toMatchObject({ source: "accession.orders", gsi2pk: expect.stringMatching(/^OUTBOX#\d$/) });
    expect(JSON.parse(item?.["envelope"])).toMatchObject({ type: "order.created", tenantId });
  });
});

describe("GET /v1/orders", () => {
  test("pages, and refuses what it does not know", async () => {
    const tenantId = crypto.randomUUID();
    for (const key of ["1", "2", "3"]) await place(tenantId, key);
    const first = await call("list", { tenantId, query: { limit: "2", status: "PENDING" } });
    expect(first.body.orders).toHaveLength(2);
    const rest = await call("list", { tenantId, query: { limit: "2", cursor: first.body.cursor } });
    expect(rest.body.orders).toHaveLength(1);
    for (const query of [
      { limit: "0" },
      { limit: "x" },
      { status: "LOST" },
      { cursor: "x" },
      { page: "2" },
    ]) {
      expect((await call("list", { tenantId, query })).status).toBe(422);
    }
  });

  test("an id of another form is 422", async () => {
    expect((await call("get", { path: { id: "stu_01990000-0000-7000-8000-000000000001" } })).status).toBe(
      422,
    );
  });
});
