import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

async function retry(args: readonly string[], answers: readonly FakeAnswer[]) {
  const left = [...answers];
  await using api = await startFakeApi(() => left.shift() ?? { status: 500 });
  const io = recordingIo(api.url);
  const code = await run(["rejections", "retry", ...args], io);
  return { io, code, asked: api.requests.map((request) => request.json()) };
}
const page = (cursor?: string): FakeAnswer => ({ status: 202, body: { selected: 7, cursor } });

test("goes through all rejections of a reason", async () => {
  const { io, asked } = await retry(["--reason", "too-large", "--since", "2026-11-21"], [page("c1"), page()]);
  const request = { reason: "too-large", since: "2026-11-21T00:00:00.000Z", dryRun: false };
  expect(asked).toEqual([request, { ...request, cursor: "c1" }]);
  expect(io.printed).toEqual(["14 rejected objects are sent to be judged anew."]);
});

test("takes receipts instead, and counts only in a dry run", async () => {
  const { io, asked } = await retry(
    ["--receipt", "rcp_1", "--receipt", "rcp_2", "--dry-run", "--json"],
    [page()],
  );
  expect(asked).toEqual([{ receiptIds: ["rcp_1", "rcp_2"], dryRun: true }]);
  expect(io.printed).toEqual(['{"selected":7,"dryRun":true}']);
});

test.each([[[]], [["--since", "-1d"]], [["--reason", "pdf", "--receipt", "rcp_1"]]])(
  "does not guess which: %j",
  async (args) => {
    const { code, asked } = await retry(args, []);
    expect([code, asked]).toEqual([2, []]);
  },
);
