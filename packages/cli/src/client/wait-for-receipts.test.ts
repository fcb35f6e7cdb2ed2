import { expect, test } from "vitest";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { apiClient } from "./api-client.ts";
import type { UploadedFile } from "./upload-files.ts";
import { type WaitOptions, waitForReceipts } from "./wait-for-receipts.ts";

const NOW = new Date();

function uploaded(key: string, versionId: string): UploadedFile {
  return { key, versionId, landedAt: NOW, file: { path: `/files/${key}`, name: key } };
}

function receipt(key: string, versionId: string) {
  return {
    id: `rcp_${key}_${versionId}`,
    key,
    versionId,
    outcome: "stored",
    correlationId: "correlation",
    landedAt: "2026-11-21T07:59:58.000Z",
    receivedAt: NOW.toISOString(),
  };
}

/** Answers one look after another; the last again and again. */
async function wait(files: UploadedFile[], answers: readonly FakeAnswer[], options: WaitOptions = {}) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[Math.min(asked++, answers.length - 1)] ?? {});
  const result = await waitForReceipts(apiClient(api.url, "token"), files, { interval: 1, ...options });
  return { ...result, requests: api.requests };
}

test("looks again until every version has its receipt", async () => {
  const files = [uploaded("a", "1"), uploaded("b", "1")];
  const { receipts, missing, requests } = await wait(files, [
    { body: { receipts: [] } },
    { body: { receipts: [receipt("a", "1")] } },
    { body: { receipts: [receipt("b", "1"), receipt("a", "1")] } },
  ]);
  expect(receipts.map(({ receipt }) => receipt.id)).toEqual(["rcp_a_1", "rcp_b_1"]);
  expect(missing).toEqual([]);
  expect(requests).toHaveLength(3);
});

test("the receipt of another version of the same key is not taken for it", async () => {
  const { receipts, missing } = await wait(
    [uploaded("a", "2")],
    [{ body: { receipts: [receipt("a", "1")] } }],
    { timeout: 20 },
  );
  expect(receipts).toEqual([]);
  expect(missing.map((one) => one.versionId)).toEqual(["2"]);
});

test("goes on to the next pages", async () => {
  const { receipts, requests } = await wait(
    [uploaded("a", "1")],
    [
      { body: { receipts: [receipt("z", "1")], cursor: "next page" } },
      { body: { receipts: [receipt("a", "1")], cursor: "and on" } },
    ],
  );
  expect(receipts).toHaveLength(1);
  expect(requests.map((request) => request.url.searchParams.get("cursor"))).toEqual([null, "next page"]);
});

test("asks for nothing that is older than the uploads, give or take the clocks", async () => {
  const { requests } = await wait([uploaded("a", "1")], [{ body: { receipts: [receipt("a", "1")] } }]);
  const since = Date.parse(requests[0]?.url.searchParams.get("since") ?? "");
  expect(NOW.getTime() - since).toBe(5 * 60_000);
});

test("an answer of a busy system is no reason to give up", async () => {
  const { receipts } = await wait(
    [uploaded("a", "1")],
    [{ status: 503 }, { status: 429 }, { body: { receipts: [receipt("a", "1")] } }],
  );
  expect(receipts).toHaveLength(1);
});

test("a refusal is", async () => {
  await expect(wait([uploaded("a", "1")], [{ status: 403, body: { code: "no" } }])).rejects.toMatchObject({
    status: 403,
  });
});

test("nothing uploaded, nothing asked", async () => {
  const { receipts, missing, requests } = await wait([], [{ status: 500 }]);
  expect([receipts, missing, requests]).toEqual([[], [], []]);
});

test("tells how far it is", async () => {
  const progress: number[] = [];
  await wait(
    [uploaded("a", "1"), uploaded("b", "1")],
    [
      { body: { receipts: [receipt("a", "1")] } },
      { body: { receipts: [receipt("a", "1"), receipt("b", "1")] } },
    ],
    { onProgress: ({ done }) => progress.push(done) },
  );
  expect(progress).toEqual([1, 2]);
});
