import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

async function reingest(args: readonly string[], answers: readonly FakeAnswer[]) {
  const left = [...answers];
  await using api = await startFakeApi(() => left.shift() ?? { status: 500 });
  const io = recordingIo(api.url);
  const code = await run(["reingest", ...args], io);
  return {
    io,
    code,
    asked: api.requests.map((request) => request.json()),
    urls: api.requests.map(({ url }) => url),
  };
}
const page = (cursor?: string): FakeAnswer => ({ status: 202, body: { listed: 10, selected: 7, cursor } });

test("goes on from page to page, with names in bodies alone", async () => {
  const { io, code, asked, urls } = await reingest(["--prefix", "Doe/"], [page("c1"), page()]);
  expect(code).toBe(0);
  expect(asked).toEqual([
    { prefix: "Doe/", dryRun: false },
    { prefix: "Doe/", dryRun: false, cursor: "c1" },
  ]);
  expect(urls.map((url) => url.pathname + url.search)).toEqual(["/v1/ops/reingests", "/v1/ops/reingests"]);
  expect(io.printed).toEqual(["14 of 20 versions are sent to ingestion."]);
});

test("says where to go on when it fails, and goes on from there", async () => {
  const failed = await reingest(["--since", "2026-11-21"], [page("c1"), { status: 503 }]);
  expect(failed.code).toBe(1);
  expect(failed.io.noted).toContain("Go on with: --cursor c1");
  const { asked } = await reingest(["--since", "2026-11-21", "--cursor", "c1"], [page()]);
  expect(asked).toEqual([{ prefix: "", since: "2026-11-21T00:00:00.000Z", dryRun: false, cursor: "c1" }]);
});

test("takes a receipt instead, and counts only in a dry run", async () => {
  const { io, asked } = await reingest(["--receipt", "rcp_1", "--dry-run"], [page()]);
  expect(asked).toEqual([{ receiptId: "rcp_1", dryRun: true }]);
  expect(io.printed).toEqual(["7 of 10 versions would be sent to ingestion."]);
});

test.each([[[]], [["--receipt", "rcp_1", "--prefix", "a"]]])("%j is wrong usage", async (args) => {
  expect((await reingest(args, [])).code).toBe(2);
});
