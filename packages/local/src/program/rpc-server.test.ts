import { request } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type RpcServer, startRpcServer } from "./rpc-server.ts";

let server: RpcServer;
beforeEach(async () => {
  server = await startRpcServer(async ({ handler }) => ({ handler, out: "out", errors: [], sourcemaps: [] }));
});
afterEach(() => server.stop());

/** As SST's components ask, over connections that Node keeps. */
function ask(method: string, params: unknown): Promise<{ answer: unknown; reused: boolean }> {
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}/rpc`, { method: "POST" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.once("end", () => resolve({ answer: JSON.parse(text), reused: call.reusedSocket }));
    });
    call.once("error", reject);
    call.end(JSON.stringify({ method, params }));
  });
}

const build = { functionID: "Echo", handler: "echo.handler", encryptionKey: "" };

it("answers a build", async () => {
  const { answer } = await ask("Runtime.Build", [build]);
  expect(answer).toEqual({ result: { handler: "echo.handler", out: "out", errors: [], sourcemaps: [] } });
});

it("says what it cannot do", async () => {
  const { answer } = await ask("Runtime.Deploy", [build]);
  expect(answer).toEqual({ error: expect.stringContaining("rpc: can't find Runtime.Deploy") });
});

it("lets no call go over a connection that it may be about to close", async () => {
  await ask("Runtime.Build", [build]);
  expect(await ask("Runtime.Build", [build])).toMatchObject({ reused: false });
});
