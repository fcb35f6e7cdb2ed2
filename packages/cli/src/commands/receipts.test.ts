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
    "OUTCOME   REASON  RECEIVED                  STUDY  KEY",
    "rejected  pdf     2026-11-21T08:00:00.000Z         tenants/demo/uploads/a.pdf",
  ]);
});

test("list filters at the API", async () => {
  const { io, query } = await list("--outcome", "rejected", "--study-id", "stu_1", "--limit", "7", "--json");
  expect(query).toBe("?outcome=rejected&studyId=stu_1&limit=7");
  expect(io.printed.map((line) => JSON.parse(line))).toEqual([RECEIPT]);
});
