import { expect, test } from "vitest";
import { run } from "../run.ts";
import { startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const LIST = {
  orderId: "ord_1",
  state: "open",
  lines: [{ sku: "GLOVES-M", quantity: 2 }],
  reservedAt: "2026-11-21T09:00:00.000Z",
};

test("shows what is to be picked, and says what is", async () => {
  await using api = await startFakeApi(({ method }) => ({
    body: method === "PUT" ? { ...LIST, state: "picked" } : { pickLists: [LIST] },
  }));
  const io = recordingIo(api.url);
  expect(await run(["pick-lists", "list", "--json"], io)).toBe(0);
  expect(io.printed).toEqual([JSON.stringify(LIST)]);
  expect(await run(["pick-lists", "picked", "ord_1"], io)).toBe(0);
  expect(io.printed.at(-1)).toBe("ord_1 is picked.");
  expect(api.requests.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
    expect.stringContaining("GET /v1/pick-lists?state=open"),
    "PUT /v1/pick-lists/ord_1/picked",
  ]);
});
