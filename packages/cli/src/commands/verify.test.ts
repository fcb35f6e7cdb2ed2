import { WALKS } from "@accession/core/verification/law";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, type FakeRequest, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

async function verify(args: readonly string[], answer: (request: FakeRequest) => FakeAnswer) {
  await using api = await startFakeApi(answer);
  const io = recordingIo(api.url);
  const code = await run(["verify", ...args], io);
  return { io, code, requests: api.requests };
}
const clean = { checked: {}, counts: {}, violations: [] };
const tenantId = "ten_01990000-0000-7000-8000-00000000de30";
const unpublished = {
  law: "study-events-published",
  problem: "not-published",
  tenantId,
  subject: { kind: "event", id: "01990000-0000-7000-8000-000000000001" },
  facts: { type: "study.updated" },
  repairable: true,
};
const order = {
  law: "order-has-payment",
  problem: "not-charged",
  tenantId,
  subject: { kind: "order", id: "ord_01990000-0000-7000-8000-000000000002" },
  facts: { status: "COMPLETED", payment: "voided" },
};

test("goes through every walk, portion by portion, and says that everything adds up", async () => {
  const { io, code, requests } = await verify(
    ["--as-of", "2020-11-21T08:00:00Z", "--tenant", "demo"],
    (request) => {
      const { cursor } = request.json() as { cursor?: string };
      if (!request.url.pathname.endsWith("/objects")) return { body: clean };
      const checked = { "version-has-receipt": 2000 };
      return {
        body: {
          ...clean,
          checked,
          counts: { "receipts stored": 7 },
          ...(cursor === undefined && { cursor: "next" }),
        },
      };
    },
  );
  expect(code).toBe(0);
  expect(requests.map(({ url }) => url.pathname)).toEqual(
    ["objects", ...WALKS].map((walk) => `/v1/ops/verifications/${walk}`),
  );
  expect(requests[1]?.json()).toEqual({ asOf: "2020-11-21T08:00:00.000Z", tenant: "demo", cursor: "next" });
  expect(io.printed).toContain("version-has-receipt        4000  yes");
  expect(io.printed.at(-2)).toBe("There are 14 receipts stored.");
  expect(io.printed.at(-1)).toBe("Everything adds up as of 2020-11-21T08:00:00.000Z.");
});

test("names each violation with what mends it, and says no with its exit code", async () => {
  const { io, code } = await verify(["--as-of", "2020-11-21T08:00:00Z"], ({ url }) => ({
    body: url.pathname.endsWith("/orders") ? { ...clean, violations: [order] } : clean,
  }));
  expect(code).toBe(1);
  expect(io.printed.slice(0, 2)).toEqual([
    `✗ order-has-payment: not-charged: order ${order.subject.id} (${tenantId}, status COMPLETED, payment voided)`,
    `  Mend: accession orders get ${order.subject.id}`,
  ]);
  expect(io.printed.at(-1)).toContain("1 violation as of");
});

test("prints one JSON object per violation, and the sum", async () => {
  const { io, code } = await verify(["--json"], ({ url }) => ({
    body: url.pathname.endsWith("/index") ? { ...clean, violations: [unpublished] } : clean,
  }));
  expect(code).toBe(1);
  expect(io.printed.map((line) => JSON.parse(line))).toMatchObject([
    { ...unpublished, mend: "accession verify --repair" },
    { laws: expect.any(Array) },
  ]);
});

test("repairs what it may, as it was told, and nothing else", async () => {
  const { io, requests } = await verify(["--repair"], ({ url }) => {
    if (url.pathname === "/v1/ops/repairs/index") return { body: { asked: 1, repaired: 1 } };
    if (url.pathname === "/v1/ops/verifications/index")
      return { body: { ...clean, violations: [unpublished] } };
    return { body: url.pathname.endsWith("/orders") ? { ...clean, violations: [order] } : clean };
  });
  const repairs = requests.filter(({ url }) => url.pathname.startsWith("/v1/ops/repairs/"));
  const { law, subject, facts } = unpublished;
  expect(repairs.map((request) => request.json())).toEqual([
    { violations: [{ law, tenantId, subject, facts }] },
  ]);
  expect(io.noted.at(-1)).toContain("1 of 1 violations that can be repaired were.");
});

test("says nothing of the future", async () => {
  const { io, code, requests } = await verify(["--as-of", "9999-01-01"], () => ({ body: clean }));
  expect([code, requests]).toEqual([2, []]);
  expect(io.printed).toEqual([]);
});
