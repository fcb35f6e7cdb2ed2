/** Requests that say a patient's data where they should not, and searches. What comes back is kept. */
import { randomUUID } from "node:crypto";
import { searchStudies } from "@accession/cli/client/studies";
import { goodsOrder } from "../demo/place-orders.ts";
import type { Canary, Markers } from "./canary-markers.ts";
import type { Place } from "./canary-search.ts";
import { type apiOf, system } from "./under-test.ts";

type Api = Awaited<ReturnType<typeof apiOf>>;

interface Refusal {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** JSON, or text as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Every part of a request, with each value. */
function refusals({ word }: Canary, markers: Markers): Refusal[] {
  const { patientName, patientId, birthDate, reason } = markers;
  const key = { "idempotency-key": randomUUID() };
  const order = goodsOrder({ sku: "NEVER-IN-STOCK" });
  const encoded = encodeURIComponent(patientName);
  const number = markers.accessionNumber(1);
  const post = (path: string, body: unknown, headers: Record<string, string> = key): Refusal => ({
    method: "POST",
    path,
    body,
    headers,
  });
  const get = (path: string, headers: Record<string, string> = {}): Refusal => ({
    method: "GET",
    path,
    headers,
  });
  return [
    // Fields of a wrong value, and fields that are called like it.
    post("/v1/orders", { ...order, kind: patientName }),
    post("/v1/orders", { ...order, [patientName]: patientId }),
    post("/v1/orders", { ...order, lines: [{ sku: patientName, quantity: birthDate, [reason]: 1 }] }),
    post("/v1/orders", { ...order, paymentToken: `${reason} ${reason}` }),
    post("/v1/orders", { kind: "imaging", lines: [{ patient: { patientId, birthDate: `${birthDate}0` } }] }),
    post("/v1/uploads", { files: [{ name: `../${patientName}` }, { name: patientName, size: patientId }] }),
    post("/v1/studies/search", { patientName, patientId: { is: patientId } }),
    post("/v1/studies/search", { patientId, studyDateFrom: `${birthDate}-` }),
    post("/v1/studies/search", { patientId, cursor: Buffer.from(patientName).toString("base64url") }),
    post("/v1/ops/reingests", { prefix: [markers.folder] }),
    post("/v1/ops/reingests", { receiptId: patientId }),
    post("/v1/ops/replays", { archive: patientName, from: birthDate, to: reason, types: [patientId] }),
    post("/v1/ops/dead-letters/Ingest/redrive", { filter: { tenant: patientName, type: reason } }),
    post("/v1/ops/dead-letters/IngestDeadLetters/drop", { messageIds: [patientName], reason }),
    // Paths.
    get(`/v1/orders/${encoded}`),
    get(`/v1/orders/${number}`),
    get(`/v1/studies/${markers.uid(1)}`),
    get(`/v1/inventory/${number}`),
    get(`/v1/ops/replays/${patientId}`),
    get(`/v1/ops/dead-letters/${encoded}`),
    get(`/v1/${encoded}/${number}`),
    {
      method: "PUT",
      path: `/v1/inventory/${number}`,
      body: { available: -1 },
      headers: { "if-match": reason },
    },
    post(`/v1/orders/${encoded}/cancel`, { reason }),
    post(`/v1/studies/${encoded}/link`, { orderId: patientId, line: 0, reason }),
    // Query strings.
    get(`/v1/orders?status=${encoded}&${encoded}=1`),
    get(`/v1/orders?cursor=${Buffer.from(patientName).toString("base64url")}`),
    get(`/v1/receipts?outcome=${birthDate}&studyId=${markers.uid(1)}&cursor=${encoded}`),
    get(`/v1/worklist?state=${number}&kind=${encoded}&cursor=${patientId}`),
    get(`/v1/ops/dead-letters/IngestDeadLetters?tenant=${encoded}&type=${word}&id=${encoded}`),
    // Headers.
    post("/v1/orders", order, { "idempotency-key": `${patientName} ${birthDate}` }),
    post("/v1/orders", order, { "idempotency-key": encoded.repeat(20) }),
    get("/v1/health", { "x-correlation-id": number, traceparent: `00-${word}-${word}-01` }),
    get("/v1/health", {
      "x-correlation-id": encoded,
      "user-agent": patientId,
      referer: `https://x.test/${word}`,
    }),
    get("/v1/orders", { authorization: `Bearer ${patientId}` }),
    // Not JSON.
    post("/v1/orders", `{"kind": "goods", "name": "${patientName}`),
    post("/v1/studies/search", patientName),
  ];
}

/** Sends them all. Returns, as places, headers and bodies of what was answered to each. */
export async function askWrongly(
  token: string,
  canary: Canary,
  markers: Markers,
): Promise<{ readonly statuses: readonly number[]; readonly places: Place[] }> {
  const answered = await Promise.all(
    refusals(canary, markers).map(async ({ method, path, body, headers }) => {
      const answer = await fetch(new URL(path, system.endpoints.api), {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return {
        status: answer.status,
        headers: [...answer.headers],
        body: withoutPointers(await answer.text()),
      };
    }),
  );
  return {
    statuses: answered.map(({ status }) => status),
    places: answered.map(({ headers, body }) => ({
      name: "answers to wrong requests",
      texts: [JSON.stringify(headers), body],
    })),
  };
}

/** A pointer names a field as the caller named it: RFC 6901 leaves no choice. Nothing else repeats what was sent. */
function withoutPointers(body: string): string {
  const problem: unknown = JSON.parse(body);
  return JSON.stringify(problem, (name: string, value: unknown) => (name === "pointer" ? "" : value));
}

/** What the answers give for the next URL: where they go, and cursors of lists that are asked by GET. */
export async function readUrls(api: Api, markers: Markers): Promise<Place[]> {
  const texts: string[] = [];
  const cursorOf = async (path: string) => {
    const { headers, body } = await api.call("GET", path);
    const { cursor } = body as { cursor?: string };
    if (cursor !== undefined) texts.push(cursor);
    texts.push(JSON.stringify([...headers]));
  };
  for (const path of ["/v1/orders", "/v1/receipts", "/v1/worklist", "/v1/worklist?kind=procedure"])
    await cursorOf(`${path}${path.includes("?") ? "&" : "?"}limit=1`);
  for await (const { items } of searchStudies(api, { patientId: markers.patientId })) {
    for (const { id } of items) await cursorOf(`/v1/studies/${id}?limit=1`);
  }
  return [{ name: "cursors and headers", texts }];
}
