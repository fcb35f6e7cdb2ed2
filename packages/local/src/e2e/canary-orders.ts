/** Orders for one made-up patient, of every fate. */
import { randomUUID } from "node:crypto";
import { decideLink } from "@accession/cli/client/worklist";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { goodsOrder } from "../demo/place-orders.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { allSettled } from "./all-settled.ts";
import type { Canary, Markers } from "./canary-markers.ts";
import { keyOf, slice } from "./canary-uploads.ts";
import {
  imagingOrder,
  isOnWorklist,
  place,
  whenComplete,
  whenRegistered,
  whenStatus,
} from "./imaging-orders.ts";
import { type apiOf, ingest, system } from "./under-test.ts";

type Api = Awaited<ReturnType<typeof apiOf>>;

interface Story {
  readonly api: Api;
  readonly markers: Markers;
}

/** Each story has numbers of its own; they run side by side. */
export async function placeAllKinds(api: Api, canary: Canary, markers: Markers): Promise<void> {
  const story = { api, markers };
  await allSettled([
    goods(story, canary),
    fulfilled(story),
    linkedByHand(story),
    overdue(story),
    cancelled(story),
    declined(story),
  ]);
}

function orderOf({ api, markers }: Story, indices: readonly number[], changes = {}): Promise<string> {
  const order = imagingOrder(indices.map(markers.accessionNumber), changes);
  const { patientId, birthDate, patientName: name } = markers;
  const lines = order.lines.map((line) => ({ ...line, patient: { patientId, birthDate, name } }));
  return place(api, { ...order, lines });
}

const scan = ({ markers }: Story, index: number, changes: Parameters<typeof slice>[2] = {}) =>
  ingest(keyOf(markers, `${randomUUID()}.dcm`), slice(markers, index, changes));

/** Shipped to an address, and declined; the keys of the requests are the caller's own words. */
async function goods({ api, markers }: Story, { word }: Canary): Promise<void> {
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  await api.ask("PUT", `/v1/inventory/${sku}`, {
    body: { available: 10 },
    headers: { "if-none-match": "*" },
  });
  const address = { name: markers.patientName, street: markers.street, postalCode: "10115", city: "Berlin" };
  for (const token of ["tok_approve", "tok_decline", "tok_capture_decline"]) {
    const notify = { email: markers.email, phone: markers.phone };
    const body = { ...goodsOrder({ sku, token, notify }), shipTo: { ...address, country: "DE" } };
    const headers = { "idempotency-key": `${word}-${token}` };
    const placed = await api.call("POST", "/v1/orders", { body, headers });
    const { id } = placed.body as { id: string };
    expect([placed.status, placed.headers.get("location")]).toEqual([202, `/v1/orders/${id}`]);
    expect(id).toMatch(/^ord_[0-9a-f-]{36}$/);
    // Answered from the first.
    expect((await api.call("POST", "/v1/orders", { body, headers })).status).toBe(202);
    await whenStatus(api, id, token === "tok_approve" ? "COMPLETED" : "FAILED");
  }
}

/** The order first; then a late instance of the same study. */
async function fulfilled(story: Story): Promise<void> {
  const id = await orderOf(story, [1]);
  await whenRegistered(id);
  await scan(story, 1);
  await whenStatus(story.api, id, "COMPLETED");
  const late = await scan(story, 1, { sopInstanceUids: [story.markers.uid(110)] });
  expect(late.outcome).toBe("stored");
}

/** The patient's id contradicts: suspect, until a person decides; afterwards taken back. */
async function linkedByHand(story: Story): Promise<void> {
  const { api, markers } = story;
  const id = await orderOf(story, [2]);
  await whenRegistered(id);
  await scan(story, 2, { patientId: markers.otherPatientId });
  const study = await whenComplete(markers.accessionNumber(2));
  await waitUntil("the study is on the worklist", 60_000, async () =>
    (await isOnWorklist(api, markers.accessionNumber(2))) ? true : undefined,
  );
  const decision = { orderId: id, line: 1, reason: markers.reason };
  await decideLink(api, "link", `stu_${study}`, decision, randomUUID());
  await whenStatus(api, id, "COMPLETED");
  await decideLink(api, "unlink", `stu_${study}`, decision, randomUUID());
  await whenStatus(api, id, "NEEDS_REVIEW");
}

async function overdue(story: Story): Promise<void> {
  const deadline = Date.now() + 30_000;
  const id = await orderOf(story, [3], { deadline: new Date(deadline).toISOString() });
  await whenRegistered(id);
  await waitUntil("the deadline has passed", 40_000, async () => (Date.now() > deadline ? true : undefined));
  await system.aws.lambda.send(
    new InvokeCommand({ FunctionName: "accession-local-sweep-overdue-procedures" }),
  );
  await whenStatus(story.api, id, "FAILED");
}

async function cancelled(story: Story): Promise<void> {
  const id = await orderOf(story, [4]);
  await whenRegistered(id);
  await story.api.ask("POST", `/v1/orders/${id}/cancel`, {
    body: { reason: "wrong-details" },
    headers: { "idempotency-key": `"cancel-${story.markers.accessionNumber(4)}"` },
  });
  await whenStatus(story.api, id, "CANCELLED");
}

/** The study first. */
async function declined(story: Story): Promise<void> {
  await scan(story, 5);
  await whenComplete(story.markers.accessionNumber(5));
  const id = await orderOf(story, [5], { token: "tok_decline" });
  await whenStatus(story.api, id, "FAILED");
}
