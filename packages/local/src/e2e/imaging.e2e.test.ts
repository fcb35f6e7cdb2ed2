import { randomUUID } from "node:crypto";
import { getOrder } from "@accession/cli/client/orders";
import { decideLink } from "@accession/cli/client/worklist";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import {
  capturesOf,
  imagingOrder,
  isOnWorklist,
  lineStates,
  newNumber,
  place,
  scan,
  whenComplete,
  whenRegistered,
  whenStatus,
} from "./imaging-orders.ts";
import { apiOf, system } from "./under-test.ts";

const STORY = [
  "order.created",
  "order.awaiting-study",
  "study.matched",
  "payment.processed",
  "payment.capture-started",
  "payment.captured",
  "order.completed",
];

/** What happens every minute by itself. */
async function sweepOverdue(): Promise<void> {
  const { FunctionError: failed } = await system.aws.lambda.send(
    new InvokeCommand({ FunctionName: "accession-local-sweep-overdue-procedures", Payload: "{}" }),
  );
  expect(failed).toBeUndefined();
}

const typesOf = (order: { readonly timeline: readonly { readonly type: string }[] }) =>
  order.timeline.map(({ type }) => type);

describe.concurrent("an imaging order is fulfilled by the study that carries its number", () => {
  it("when the order comes first", async () => {
    const api = await apiOf("demo");
    const number = newNumber();
    const id = await place(api, imagingOrder([number]));
    await whenStatus(api, id, "AWAITING_STUDY");
    await whenRegistered(id);
    await scan({ accessionNumber: number });
    const order = await whenStatus(api, id, "COMPLETED");
    expect(typesOf(order)).toEqual(STORY);
    expect(await capturesOf(id)).toBe(1);
    expect(await isOnWorklist(api, number)).toBe(false);
  });

  it("when the study comes first", async () => {
    const api = await apiOf("demo");
    const number = newNumber();
    await scan({ accessionNumber: number });
    await whenComplete(number);
    const id = await place(api, imagingOrder([number]));
    expect(typesOf(await whenStatus(api, id, "COMPLETED"))).toEqual(STORY);
    expect(await capturesOf(id)).toBe(1);
  });

  it("when it has several procedures: with the last of them, one study carrying two numbers", async ({
    expect,
  }) => {
    const api = await apiOf("demo");
    const [first, second, third] = [newNumber(), newNumber(), newNumber()];
    const id = await place(api, imagingOrder([first, second, third]));
    await whenRegistered(id);
    await scan({ accessionNumber: first, requestedAccessionNumbers: [first, second] });
    await whenComplete(second);
    await expect
      .poll(() => lineStates(id), { timeout: 60_000, interval: 500 })
      .toEqual({ [first]: "linked", [second]: "linked", [third]: "waiting" });
    await whenStatus(api, id, "AWAITING_STUDY");
    expect(await capturesOf(id)).toBe(0);
    await scan({ accessionNumber: third });
    expect(typesOf(await whenStatus(api, id, "COMPLETED"))).toEqual(STORY);
    expect(await capturesOf(id)).toBe(1);
  });

  it("but not by one of another patient, until a person says so", async ({ expect }) => {
    const api = await apiOf("demo");
    const number = newNumber();
    const id = await place(api, imagingOrder([number]));
    await whenRegistered(id);
    await scan({ accessionNumber: number, patientId: "E2E-SOMEBODY-ELSE" });
    const study = await whenComplete(number);
    await expect.poll(() => isOnWorklist(api, number), { timeout: 30_000, interval: 500 }).toBe(true);
    expect(await lineStates(id)).toEqual({ [number]: "waiting" });
    await whenStatus(api, id, "AWAITING_STUDY");
    const decision = { orderId: id, line: 1, reason: "the patient's id was mistyped" };
    await decideLink(api, "link", `stu_${study}`, decision, randomUUID());
    await whenStatus(api, id, "COMPLETED");

    await decideLink(api, "unlink", `stu_${study}`, decision, randomUUID());
    const flagged = await whenStatus(api, id, "NEEDS_REVIEW");
    expect([flagged.reason, flagged.timeline.at(-1)?.type]).toEqual(["study-unlinked", "order.needs-review"]);
  });
});

describe.concurrent("an imaging order that is not fulfilled gives its studies back", () => {
  it("when it is cancelled while it waits", async ({ expect }) => {
    const api = await apiOf("demo");
    const [number, other] = [newNumber(), newNumber()];
    const id = await place(api, imagingOrder([number, other]));
    await whenRegistered(id);
    await scan({ accessionNumber: number });
    await expect
      .poll(() => lineStates(id), { timeout: 60_000, interval: 500 })
      .toEqual({ [number]: "linked", [other]: "waiting" });
    const headers = { "idempotency-key": randomUUID() };
    const cancel = () =>
      api.call("POST", `/v1/orders/${id}/cancel`, { body: { reason: "not-needed" }, headers });
    const answer = await cancel();
    expect([answer.status, answer.body]).toEqual([202, expect.objectContaining({ cancelRequested: true })]);
    const order = await whenStatus(api, id, "CANCELLED");
    expect(typesOf(order).slice(2)).toEqual([
      "order.cancel-requested",
      "order.cancelling",
      "studies.closed",
      "order.cancelled",
    ]);
    expect(await lineStates(id)).toEqual({ [number]: "cancelled", [other]: "cancelled" });
    expect(await isOnWorklist(api, number)).toBe(true);
    const again = await cancel();
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, "true"]);
  });

  it("when its deadline passes", async ({ expect }) => {
    const api = await apiOf("demo");
    const [number, other] = [newNumber(), newNumber()];
    await scan({ accessionNumber: number });
    await whenComplete(number);
    const deadline = new Date(Date.now() + 10_000).toISOString();
    const id = await place(api, imagingOrder([number, other], { deadline }));
    await expect
      .poll(() => lineStates(id), { timeout: 60_000, interval: 200 })
      .toMatchObject({ [number]: "linked" });
    const order = await waitUntil(
      "the order is given up",
      120_000,
      async () => {
        await sweepOverdue();
        const { status, ...found } = await getOrder(api, id);
        return status === "FAILED" ? found : undefined;
      },
      1000,
    );
    expect(order.reason).toBe("study-overdue");
    expect(await lineStates(id)).toEqual({ [number]: "expired", [other]: "expired" });
    expect(await isOnWorklist(api, number)).toBe(true);
  });

  it("when its payment is declined", async () => {
    const api = await apiOf("demo");
    const number = newNumber();
    await scan({ accessionNumber: number });
    await whenComplete(number);
    const id = await place(api, imagingOrder([number], { token: "tok_decline" }));
    const order = await whenStatus(api, id, "FAILED");
    expect(typesOf(order).slice(2)).toEqual([
      "study.matched",
      "payment.declined",
      "studies.released",
      "order.failed",
    ]);
    expect(await isOnWorklist(api, number)).toBe(true);
  });
});

it.concurrent("a completed order is not cancelled any more: 409, with why", async () => {
  const api = await apiOf("demo");
  const number = newNumber();
  await scan({ accessionNumber: number });
  await whenComplete(number);
  const id = await place(api, imagingOrder([number]));
  await whenStatus(api, id, "COMPLETED");
  const answer = await api.call("POST", `/v1/orders/${id}/cancel`, {
    headers: { "idempotency-key": randomUUID() },
  });
  expect([answer.status, answer.body]).toEqual([
    409,
    expect.objectContaining({ code: "order.cancel-too-late" }),
  ]);
});
