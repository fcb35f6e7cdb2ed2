import { expect, test } from "vitest";
import { run } from "../run.ts";
import { startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const RECEIPT = {
  id: "rcp_1",
  key: "tenants/demo/uploads/a\u001b[2J.pdf",
  versionId: "v1",
  outcome: "rejected",
  reason: { code: "pdf", message: "It looks like PDF." },
  gone: { as: "expired", at: "2027-11-21T08:00:00.000Z" },
  correlationId: "correlation",
  landedAt: "2026-11-21T07:59:58.000Z",
  receivedAt: "2026-11-21T08:00:00.000Z",
};

async function list(...args: string[]) {
  await using api = await startFakeApi(() => ({ body: { receipts: [RECEIPT] } }));
  const io = recordingIo(api.url);
  await run(["receipts", "list", ...args], io);
  return { io, query: api.requests[0]?.url.search };
}

test("list shows outcome and reason, and no key can command the terminal", async () => {
  const { io } = await list();
  expect(io.printed).toEqual([
    "OUTCOME   REASON  GONE     RECEIVED                  RECEIPT  STUDY  KEY",
    "rejected  pdf     expired  2026-11-21T08:00:00.000Z  rcp_1           tenants/demo/uploads/a.pdf",
  ]);
});

test("list filters at the API", async () => {
  const { io, query } = await list("--outcome", "rejected", "--study-id", "stu_1", "--limit", "7", "--json");
  expect(query).toBe("?outcome=rejected&studyId=stu_1&limit=7");
  expect(io.printed.map((line) => JSON.parse(line))).toEqual([RECEIPT]);
});

test("list asks by key, version, UID and checksum in a body", async () => {
  await using api = await startFakeApi(() => ({ body: { receipts: [RECEIPT] } }));
  const io = recordingIo(api.url);
  const filters = ["--key", "Doe^John.dcm", "--object-version", "v1", "--sop-instance-uid", "1.2"];
  await run(["receipts", "list", ...filters, "--checksum", "sha256:x", "--outcome", "removed"], io);
  const [request] = api.requests;
  expect([request?.method, request?.url.pathname, request?.url.search]).toEqual([
    "POST",
    "/v1/receipts/search",
    "",
  ]);
  expect(request?.json()).toEqual({
    key: "Doe^John.dcm",
    versionId: "v1",
    sopInstanceUid: "1.2",
    checksum: "sha256:x",
    outcome: "removed",
  });
});

test("get shows what a conflict rests on, the elements that differ, and what the receipt said before", async () => {
  const receipt = {
    ...RECEIPT,
    outcome: "conflict",
    reason: undefined,
    firstReceiptId: "rcp_0",
    evidence: {
      proof: "header",
      sizes: [10, 12],
      differing: [{ tag: "00100020", keyword: "PatientID" }, { tag: "00091001" }],
      moreDiffering: 3,
    },
    history: [{ outcome: "stored", until: "2026-11-21T09:00:00.000Z" }],
  };
  await using api = await startFakeApi(() => ({ body: receipt }));
  const io = recordingIo(api.url);
  await run(["receipts", "get", "rcp_1"], io);
  expect(api.requests[0]?.url.pathname).toBe("/v1/receipts/rcp_1");
  const printed = io.printed.join("\n");
  expect(printed).toMatch(/Landed first +rcp_0/);
  expect(printed).toMatch(/Gone +expired at 2027-11-21/);
  expect(printed).toMatch(/sizes +\[10,12\]/);
  expect(io.printed.slice(-6)).toEqual([
    "Elements that differ before the pixels:",
    "  00100020  PatientID",
    "  00091001",
    "  and 3 more",
    "Before:",
    "  until 2026-11-21T09:00:00.000Z  stored",
  ]);
});
