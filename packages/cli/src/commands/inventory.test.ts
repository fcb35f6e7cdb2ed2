import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const STOCK = { sku: "GLOVES-M", available: 8, reserved: 2, onHand: 10, version: 3 };
const NONE = { status: 404, body: { code: "inventory.not-found", detail: "No stock is recorded." } };

async function inventory(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["inventory", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("get shows what is free, held and in all", async () => {
  const { io } = await inventory(["get", "GLOVES-M"], { body: STOCK });
  expect(io.printed).toEqual([
    "Article    GLOVES-M",
    "Available  8",
    "Reserved   2",
    "On hand    10",
    "Version    3",
  ]);
});

test("get of an article without stock is a no, with what to do", async () => {
  const { exitCode, io } = await inventory(["get", "GLOVES-M"], NONE);
  expect(exitCode).toBe(1);
  expect(io.noted.at(-1)).toContain("accession inventory put GLOVES-M");
});

test("put replaces what stands, or what the caller saw", async () => {
  const put = await inventory(["put", "GLOVES-M", "--available", "5"], { body: STOCK }, { body: STOCK });
  expect(put.requests[1]?.headers["if-match"]).toBe('"3"');
  expect(put.requests[1]?.json()).toEqual({ available: 5 });
  const seen = ["put", "GLOVES-M", "--available", "5", "--version", "2"];
  const { exitCode, requests } = await inventory(seen, { status: 412, body: { detail: "was changed" } });
  expect([exitCode, requests.length, requests[0]?.headers["if-match"]]).toEqual([1, 1, '"2"']);
});

test("put makes the first stock of an article", async () => {
  const { requests } = await inventory(["put", "NEW", "--available", "5", "--json"], NONE, { body: STOCK });
  expect(requests[1]?.headers["if-none-match"]).toBe("*");
  expect(requests[1]?.headers).not.toHaveProperty("if-match");
});

test("move adds to the ledger under a key that is printed", async () => {
  const args = ["move", "GLOVES-M", "--kind", "damaged", "--quantity", "2"];
  const { io, requests } = await inventory(args, { status: 201, body: STOCK });
  expect(requests[0]?.url.pathname).toBe("/v1/inventory/GLOVES-M/movements");
  expect(requests[0]?.json()).toEqual({ kind: "damaged", quantity: 2 });
  expect(io.noted).toContain(`Idempotency-Key: ${requests[0]?.headers["idempotency-key"]}`);
});

test.each([
  [["put", "A"]],
  [["put", "A", "--available", "-1"]],
  [["move", "A", "--quantity", "0"]],
  [["move", "A", "--kind", "stolen", "--quantity", "1"]],
])("%j is wrong usage", async (args) => {
  expect((await inventory(args)).exitCode).toBe(2);
});
