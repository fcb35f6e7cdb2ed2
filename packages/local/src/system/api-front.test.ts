import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ApiFront, startApiFront } from "./api-front.ts";

/** Stands where the engine does, and says what it was asked. */
let engine: Server;
let connections: number;
let front: ApiFront;
beforeEach(async () => {
  connections = 0;
  engine = createServer((asked, answer) => {
    answer.writeHead(201, { "x-asked": `${asked.method} ${asked.url} ${asked.headers.host}` });
    asked.pipe(answer);
  });
  engine.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    engine.listen(0, "127.0.0.1", resolve);
  });
  const { port } = engine.address() as AddressInfo;
  front = await startApiFront(`http://127.0.0.1:${port}`, "orders.api.local", 0);
});
afterEach(async () => {
  await front.stop();
  engine.close();
});

const post = () => fetch(`${front.url}/v1/orders?limit=2`, { method: "POST", body: "{}" });

it("hands a request on under the API's own name, and its answer back", async () => {
  const answer = await post();
  expect([answer.status, answer.headers.get("x-asked"), await answer.text()]).toEqual([
    201,
    "POST /v1/orders?limit=2 orders.api.local",
    "{}",
  ]);
});

it("sends no request over a connection that the engine may be about to close", async () => {
  await (await post()).text();
  await (await post()).text();
  expect(connections).toBe(2);
});

it("promises its clients to keep their connections for longer than a busy machine pauses", async () => {
  const answer = await post();
  expect(answer.headers.get("keep-alive")).toBe("timeout=600");
});

it("answers 502 when the engine does not answer", async () => {
  engine.close();
  const answer = await post();
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining("ECONNREFUSED")]);
});
