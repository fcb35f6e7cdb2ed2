import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { decideLink, listWorklist, type WorklistItem } from "@accession/cli/client/worklist";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, it } from "vitest";
import { queueDepths } from "../demo/dead-letters.ts";
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
import { apiOf, apiOfGroup, rows, system } from "./under-test.ts";

async function onWorklist(
  api: ApiClient,
  kind: "study" | "procedure",
  wanted: (item: WorklistItem) => boolean,
): Promise<WorklistItem | undefined> {
  for await (const { items } of listWorklist(api, { kind, state: "candidates", limit: 100 })) {
    const found = items.find(wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

it("a study that fits two orders waits for a person; when one is cancelled, the other goes on", async () => {
  const api = await apiOf("demo");
  const number = newNumber();
  const orders = [
    await place(api, imagingOrder([number])),
    await place(api, imagingOrder([number])),
  ] as const;
  for (const id of orders) await whenRegistered(id);
  await scan({ accessionNumber: number });
  const study = `stu_${await whenComplete(number)}`;
  const item = await waitUntil("the study is on the worklist", 120_000, () =>
    onWorklist(api, "study", (one) => one.kind === "study" && one.study.id === study),
  );
  expect(item.candidates.map(({ grade }) => grade)).toEqual(["ambiguous", "ambiguous"]);
  for (const { reasons } of item.candidates) expect(reasons).toContain("several-orders");
  for (const id of orders) {
    const line = await onWorklist(
      api,
      "procedure",
      (one) => one.kind === "procedure" && one.procedure.orderId === id,
    );
    expect(line).toMatchObject({ candidates: [{ study: { id: study }, grade: "ambiguous" }] });
  }
  await api.ask("POST", `/v1/orders/${orders[0]}/cancel`, {
    body: { reason: "not-needed" },
    headers: { "idempotency-key": randomUUID() },
  });
  await whenStatus(api, orders[0], "CANCELLED");
  await whenStatus(api, orders[1], "COMPLETED");
  expect(await capturesOf(orders[0])).toBe(0);
  expect(await capturesOf(orders[1])).toBe(1);
});

it("late instances and a repeated study.completed fulfil nothing again", async () => {
  const api = await apiOf("demo");
  const number = newNumber();
  const studyInstanceUid = `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;
  const id = await place(api, imagingOrder([number]));
  await whenRegistered(id);
  await scan({ accessionNumber: number, studyInstanceUid });
  await whenStatus(api, id, "COMPLETED");
  const before = await linksOf(id);
  expect(before).toMatchObject([{ status: "linked", version: 1, study_version: 1 }]);

  await scan({ accessionNumber: number, studyInstanceUid });
  const event = await waitUntil("the second version is complete", 120_000, async () => {
    const [found] = await rows<{ envelope: unknown }>(
      `select o.envelope from outbox o join study s on s.id = o.aggregate_id
       where s.study_instance_uid = $1 and o.type = 'study.completed' and o.aggregate_version = 2`,
      [studyInstanceUid],
    );
    return found;
  });
  await system.aws.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: system.endpoints.busName,
          Source: "accession.studies",
          DetailType: "study.completed",
          Detail: JSON.stringify(event.envelope),
        },
      ],
    }),
  );
  // A study that comes after the repeated event goes through the same queue.
  const next = newNumber();
  const following = await place(api, imagingOrder([next]));
  await scan({ accessionNumber: next });
  await whenStatus(api, following, "COMPLETED");
  await waitUntil("the queues are empty", 120_000, async () =>
    (await queueDepths(system, "work")).every(({ messages }) => messages === 0) ? true : undefined,
  );
  expect(await linksOf(id)).toEqual(before);
  expect(await capturesOf(id)).toBe(1);
  expect((await whenStatus(api, id, "COMPLETED")).timeline.at(-1)?.type).toBe("order.completed");
});

it("unlinking before the order goes on lets it wait again; who may only read decides nothing", async () => {
  const api = await apiOf("demo");
  const [number, other] = [newNumber(), newNumber()];
  const id = await place(api, imagingOrder([number, other]));
  await whenRegistered(id);
  await scan({ accessionNumber: number });
  const study = `stu_${await whenComplete(number)}`;
  await expect
    .poll(() => lineStates(id), { timeout: 60_000, interval: 500 })
    .toEqual({ [number]: "linked", [other]: "waiting" });
  const decision = { orderId: id, line: 1, reason: "of another examination" };
  const reader = await apiOfGroup("readers");
  const refused = await reader.call("POST", `/v1/studies/${study}/unlink`, {
    body: decision,
    headers: { "idempotency-key": randomUUID() },
  });
  expect(refused.status).toBe(403);
  const link = await decideLink(api, "unlink", study, decision, randomUUID());
  expect(link.status).toBe("unlinked");
  expect(await lineStates(id)).toEqual({ [number]: "waiting", [other]: "waiting" });
  expect(await isOnWorklist(reader, number)).toBe(true);
  // The reason is in the history, and in no event.
  const history = await rows<{ note: string | null }>(
    `select h.note from study_link_history h join study_link l on l.tenant_id = h.tenant_id and l.id = h.link_id
     join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
     where p.order_id = $1 order by h.version`,
    [id.replace(/^ord_/, "")],
  );
  expect(history).toEqual([{ note: null }, { note: "of another examination" }]);
  expect(await rows("select from outbox where envelope::text like '%another examination%'")).toEqual([]);
  await decideLink(api, "link", study, decision, randomUUID());
  await scan({ accessionNumber: other });
  await whenStatus(api, id, "COMPLETED");
});

function linksOf(orderId: string): Promise<object[]> {
  return rows(
    `select l.status, l.version, l.study_version from study_link l
     join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id where p.order_id = $1`,
    [orderId.replace(/^ord_/, "")],
  );
}
