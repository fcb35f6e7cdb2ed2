/** Two tenants, each with the names of the other's things: neither finds, changes or even notices them. */
import { randomUUID } from "node:crypto";
import type { ApiAnswer, ApiRequest } from "@accession/cli/client/api-client";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Belongings, belongingsOf, type Names, namesOfNothing, stateOf } from "./tenant-belongings.ts";
import { rows, system } from "./under-test.ts";

interface Call extends ApiRequest {
  readonly method: string;
  readonly path: string;
}

const key = () => ({ "idempotency-key": randomUUID() });
const decide = (orderId: string) => ({ orderId, line: 1, reason: "mine" });

/** Requests that name something, by the route's template; `own` are the caller's. */
const CALLS: Readonly<Record<string, (named: Names, own: Names) => Call>> = {
  "GET /v1/orders/{id}": ({ order }) => ({ method: "GET", path: `/v1/orders/${order}` }),
  "POST /v1/orders/{id}/cancel": ({ order }) => post(`/v1/orders/${order}/cancel`, { reason: "requested" }),
  "POST /v1/orders/{id}/retry": ({ order }) => post(`/v1/orders/${order}/retry`, { reason: "cause-mended" }),
  "POST /v1/orders/{id}/compensate": ({ order }) =>
    post(`/v1/orders/${order}/compensate`, { reason: "agreed-with-customer" }),
  "POST /v1/orders/{id}/resolve": ({ order }) =>
    post(`/v1/orders/${order}/resolve`, { reason: "written-off", as: "failed" }),
  "GET /v1/studies/{id}": ({ study }) => ({ method: "GET", path: `/v1/studies/${study}` }),
  "POST /v1/studies/{id}/link": ({ study }, own) => post(`/v1/studies/${study}/link`, decide(own.order)),
  "POST /v1/studies/{id}/unlink": ({ study }, own) => post(`/v1/studies/${study}/unlink`, decide(own.order)),
  "link one's own study": ({ order }, own) => post(`/v1/studies/${own.study}/link`, decide(order)),
  "link both of theirs": ({ order, study }) => post(`/v1/studies/${study}/link`, decide(order)),
  "GET /v1/inventory/{sku}": ({ sku }) => ({ method: "GET", path: `/v1/inventory/${sku}` }),
  "PUT /v1/inventory/{sku}": ({ sku }) => ({
    method: "PUT",
    path: `/v1/inventory/${sku}`,
    body: { available: 0 },
    headers: { "if-match": '"1"' },
  }),
  "POST /v1/inventory/{sku}/movements": ({ sku }) =>
    post(`/v1/inventory/${sku}/movements`, { kind: "damaged", quantity: 7 }),
  "PUT /v1/pick-lists/{id}/picked": ({ order }) => ({
    method: "PUT",
    path: `/v1/pick-lists/${order}/picked`,
  }),
  "GET /v1/receipts/{id}": ({ receipt }) => ({ method: "GET", path: `/v1/receipts/${receipt}` }),
  "receipts of a key": ({ objectKey }) => post("/v1/receipts/search", { key: objectKey }),
  "search by patient id": ({ patientId }) => post("/v1/studies/search", { patientId }),
  "search by name": ({ patientId }) => post("/v1/studies/search", { patientName: `zz${patientId}` }),
  "search by number": ({ accessionNumber }) => post("/v1/studies/search", { accessionNumber }),
  "receipts of a study": ({ study }) => ({ method: "GET", path: `/v1/receipts?studyId=${study}` }),
};

/** Where nothing is no reason for a 404: a version that is not the present one, a movement out of an empty stock. */
const REFUSED_AS: Readonly<Record<string, number>> = {
  "PUT /v1/inventory/{sku}": 412,
  "POST /v1/inventory/{sku}/movements": 422,
};

function post(path: string, body: unknown): Call {
  return { method: "POST", path, body, headers: key() };
}

let both: readonly [Belongings, Belongings];
let before: readonly unknown[];
beforeAll(async () => {
  both = await Promise.all([belongingsOf("demo"), belongingsOf("other")]);
  before = await Promise.all(both.map(stateOf));
});
afterAll(async () => {
  // The orders do not wait on for other tests to find them.
  await Promise.all(
    both.map(({ api, order }) =>
      api.ask("POST", `/v1/orders/${order}/cancel`, { body: { reason: "requested" }, headers: key() }),
    ),
  );
});

const ask = ({ api }: Belongings, { method, path, ...request }: Call) => api.call(method, path, request);

/** An answer without what is new in every one. */
function comparable({ status, body }: ApiAnswer): unknown {
  const { correlationId: _, ...rest } = body as { correlationId?: string };
  return { status, ...rest };
}

/** Asks for what is the other's and for what is nobody's: the answers are the same, and never the other's data. */
async function tells(caller: Belongings, owner: Belongings, name: string, headers = {}): Promise<void> {
  const make = CALLS[name];
  if (make === undefined) throw new Error(`there is no call ${name}`);
  const nothing = namesOfNothing();
  const [theirs, absent] = [make(owner, caller), make(nothing, caller)];
  const answer = await ask(caller, { ...theirs, headers: { ...theirs.headers, ...headers } });
  expect([name, comparable(answer)]).toEqual([name, comparable(await ask(caller, absent))]);
  // A request that is wrong in itself would be refused before anything is looked for.
  if (answer.status === 200) expect(JSON.stringify(answer.body)).toMatch(/^\{"(studies|receipts)":\[\]\}$/);
  else expect([name, answer.status]).toEqual([name, REFUSED_AS[name] ?? 404]);
}

describe("with the names of the other's things", () => {
  it.each(Object.keys(CALLS))("a tenant is told the same as with names of nothing: %s", async (name) => {
    await tells(both[0], both[1], name);
    await tells(both[1], both[0], name);
  });

  it("so it is in any order, with any header that claims to be the other", async () => {
    const claims = [
      {},
      ...["x-tenant-id", "x-tenant", "tenant_id", "x-amzn-oidc-data", "x-forwarded-user"].map((header) => ({
        header,
      })),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        fc.constantFrom(...Object.keys(CALLS)),
        fc.constantFrom(...claims),
        async (index, name, { header }: { header?: string }) => {
          const [caller, owner] = index === 0 ? both : [both[1], both[0]];
          await tells(caller, owner, name, header === undefined ? {} : { [header]: owner.tenantId });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("every route that takes the name of a tenant's thing is among them", async () => {
    const { paths } = (await (await fetch(`${system.endpoints.api}/v1/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { security: readonly { token?: readonly string[] }[] }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security }]) =>
          security.some(({ token }) => token?.[0]?.startsWith("operations.") === false),
        )
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    const naming = routes.filter((route) => route.includes("{"));
    expect(naming.length).toBeGreaterThan(10);
    expect(naming.filter((route) => CALLS[route] === undefined)).toEqual([]);
  });

  it("an idempotency key of the other, with its body, is a request of one's own", async () => {
    const [owner, caller] = both;
    const { status, headers, body } = await caller.api.call("POST", "/v1/orders", {
      body: owner.orderBody,
      headers: { "idempotency-key": owner.orderKey },
    });
    expect([status, headers.get("idempotency-replayed")]).toEqual([202, null]);
    const { id } = body as { id: string };
    expect(id).not.toBe(owner.order);
    await caller.api.ask("POST", `/v1/orders/${id}/cancel`, {
      body: { reason: "requested" },
      headers: key(),
    });
  });

  it("a cursor of the other's list leads through one's own list, or nowhere", async () => {
    const [owner, caller] = both;
    const get = (path: string) => (cursor?: string) => ({
      method: "GET",
      path: cursor === undefined ? path : `${path}&cursor=${cursor}`,
    });
    const lists = [
      get("/v1/orders?limit=1"),
      get("/v1/receipts?limit=1"),
      get("/v1/worklist?kind=study&limit=1"),
      get("/v1/worklist?kind=procedure&limit=1"),
      get("/v1/pick-lists?limit=1"),
      (cursor?: string) => post("/v1/studies/search", { limit: 1, ...(cursor !== undefined && { cursor }) }),
    ];
    for (const list of lists) {
      const { body } = await ask(owner, list());
      const { cursor } = body as { cursor?: string };
      if (cursor === undefined) continue;
      expect(Buffer.from(cursor, "base64url").toString()).not.toContain(owner.tenantId);
      const answer = await ask(caller, list(cursor));
      expect([200, 422]).toContain(answer.status);
      const ids = JSON.stringify(answer.body).match(/(?<=(ord|stu|rcp)_)[0-9a-f-]{36}/g) ?? [];
      const foreign = await rows(
        `select 1 from study where tenant_id = $1 and id = any($2) union all
         select 1 from receipt where tenant_id = $1 and id = any($2)`,
        [owner.tenantId, ids],
      );
      expect(foreign).toEqual([]);
      for (const id of JSON.stringify(answer.body).match(/ord_[0-9a-f-]{36}/g) ?? []) {
        expect((await caller.api.call("GET", `/v1/orders/${id}`)).status).toBe(200);
      }
    }
  });

  it("stock under the other's article number is one's own", async () => {
    const [owner, caller] = both;
    const made = await caller.api.call("PUT", `/v1/inventory/${owner.sku}`, {
      body: { available: 1 },
      headers: { "if-none-match": "*" },
    });
    expect(made).toMatchObject({ status: 201, body: { available: 1 } });
  });
});

describe("object keys", () => {
  it("an upload stays below the tenant's own prefix, whatever its name", async () => {
    const [owner, caller] = both;
    const names = [
      owner.objectKey,
      `/${owner.objectKey}`,
      `../../${owner.slug}/uploads/x`,
      `..%2f..%2f${owner.slug}%2fuploads%2fx`,
      `..\\..\\${owner.slug}\\uploads\\x`,
      "x/../../y",
    ];
    for (const name of names) {
      const { status, body } = await caller.api.call("POST", "/v1/uploads", { body: { files: [{ name }] } });
      if (status === 201) {
        const { uploads } = body as { uploads: readonly { key: string; url: string }[] };
        for (const { key, url } of uploads) {
          expect(key.startsWith(`tenants/${caller.slug}/uploads/`)).toBe(true);
          expect(new URL(url).pathname).toContain(`/tenants/${caller.slug}/uploads/`);
        }
      } else expect(status).toBe(422);
    }
  });

  it("a presigned URL is good for its own key only", async () => {
    const [owner, caller] = both;
    const name = `${randomUUID()}.dcm`;
    const { uploads } = await caller.api.ask<{ uploads: readonly { url: string }[] }>("POST", "/v1/uploads", {
      body: { files: [{ name }] },
    });
    const url = (uploads[0]?.url ?? "").replace(`tenants/${caller.slug}/`, `tenants/${owner.slug}/`);
    const answer = await fetch(url, { method: "PUT", body: new Uint8Array(4) });
    expect(answer.status).toBe(403);
  });
});

it("what moves messages of all tenants is no operator's of one tenant", async () => {
  const [, other] = both;
  const { paths } = (await (await fetch(`${system.endpoints.api}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security: readonly { token?: readonly string[] }[] }>>;
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security.some(({ token }) => token?.[0] === "operations.write"))
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, "x") })),
  );
  expect(routes.length).toBeGreaterThan(4);
  for (const route of routes)
    expect([route.path, (await ask(other, route)).status]).toEqual([route.path, 403]);
});

it("after all of that, both have what they had", async () => {
  expect(await Promise.all(both.map(stateOf))).toEqual(before);
});
