/** The cache of answers against a real table, on what Powertools 2.35.0 does to who does not know it. */
import { setImmediate } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { engineEnvironment } from "../testing/engine-environment.ts";
import { lambdaContext } from "../testing/http-event.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

let environment: Awaited<ReturnType<typeof engineEnvironment>>;
let module: typeof import("./idempotent-request.ts");
beforeAll(async () => {
  environment = await engineEnvironment(inject("awsEndpoint"));
  module = await import("./idempotent-request.ts");
});

const request = { context: lambdaContext };
const once = (key: string, effect: () => Promise<{ id: string }>, digest = "d") =>
  module.onceForKey(request, { key, digest }, effect);
const keyOf = (caller: { tenantId?: string; principal?: string }, header: string | undefined = "k") =>
  module.requestKeyOf({
    caller: { tenantId: "t", principal: "u", scopes: new Set(), ...caller },
    route: "POST /v1/orders",
    headers: { "idempotency-key": header },
  });
const inProgress = expect.objectContaining({
  kind: "conflict",
  code: "request.in-progress",
  retryAfterSeconds: 1,
});

/** An effect that goes on when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = false;
  let runs = 0;
  const effect = async () => {
    runs += 1;
    begun = true;
    await promise;
    return { id: "one" };
  };
  return {
    effect,
    release: resolve,
    runs: () => runs,
    async begun() {
      while (!begun) await setImmediate();
    },
  };
}

describe("the defects of the library do not reach a request", () => {
  test("D1: a duplicate that is refused does not take the lock from the run in progress", async () => {
    const key = crypto.randomUUID();
    const { effect, release, runs, begun } = held();
    const first = once(key, effect);
    await begun();
    // With the lock gone after the first refusal, the second would run the effect again.
    for (let duplicate = 0; duplicate < 3; duplicate++) {
      await expect(once(key, effect)).rejects.toEqual(inProgress);
    }
    release();
    expect(await first).toEqual({ answer: { id: "one" }, replayed: false });
    expect(await once(key, effect)).toEqual({ answer: { id: "one" }, replayed: true });
    expect(runs()).toBe(1);
  });

  test("D2: an effect that changes what it was called with is still answered from the same record", async () => {
    const argument = { key: crypto.randomUUID(), digest: "before" };
    const effect = vi.fn(async () => {
      Object.assign(argument, { key: "another", digest: "after" });
      return { id: "one" };
    });
    const original = { ...argument };
    await module.onceForKey(request, argument, effect);
    expect(await module.onceForKey(request, original, effect)).toEqual({
      answer: { id: "one" },
      replayed: true,
    });
    expect(effect).toHaveBeenCalledTimes(1);
  });

  test("D3: requests without a key share no record: they are refused before anything is looked up", async () => {
    for (const header of ["", " ", '""']) {
      expect(() => keyOf({}, header)).toThrow(expect.objectContaining({ kind: "invalid" }));
    }
    const effect = vi.fn(async () => ({ id: "one" }));
    await expect(once("", effect)).rejects.toThrow();
    await expect(once("", effect)).rejects.toThrow();
    expect(effect).not.toHaveBeenCalled();
  });

  test("D4: no part of the scope may be missing from the key, so nobody is given another caller's answer", async () => {
    const header = crypto.randomUUID();
    const callers = [
      { tenantId: "a" },
      { tenantId: "b" },
      { tenantId: "" },
      { tenantId: "a", principal: "v" },
    ];
    for (const [index, caller] of callers.entries()) {
      const answer = await once(keyOf(caller, header), async () => ({ id: String(index) }));
      expect(answer).toEqual({ answer: { id: String(index) }, replayed: false });
    }
  });
});

test("another request under the key is refused, while it runs and afterwards, and runs nothing", async () => {
  const key = crypto.randomUUID();
  const { effect, release, begun } = held();
  const first = once(key, effect);
  await begun();
  const other = vi.fn(async () => ({ id: "other" }));
  await expect(once(key, other, "another")).rejects.toMatchObject({
    kind: expect.stringMatching(/conflict|unprocessable/),
  });
  release();
  await first;
  await expect(once(key, other, "another")).rejects.toMatchObject({ code: "request.idempotency-key-reused" });
  expect(other).not.toHaveBeenCalled();
});

test("a refusal is not kept: the same request runs again", async () => {
  const key = crypto.randomUUID();
  await expect(once(key, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await once(key, async () => ({ id: "one" }))).toMatchObject({ replayed: false });
});

test("an answer is kept for 24 hours, and a run that dies holds its key only as long as it may run", async () => {
  const key = crypto.randomUUID();
  const { effect, release, begun } = held();
  const before = Math.floor(Date.now() / 1000);
  const first = once(key, effect, key);
  await begun();
  const running = await recordWith("INPROGRESS");
  expect(Number(running?.["in_progress_expiration"])).toBeLessThanOrEqual(Date.now() + 10_000);
  release();
  await first;
  const kept = await recordWith("COMPLETED", running?.["id"]);
  const lifetime = Number(kept?.["expiration"]) - before;
  expect(lifetime).toBeGreaterThanOrEqual(24 * 3600);
  expect(lifetime).toBeLessThan(24 * 3600 + 60);
});

async function recordWith(status: string, id?: unknown): Promise<Record<string, unknown> | undefined> {
  const { Items: records = [] } = await environment.client.send(
    new ScanCommand({ TableName: environment.idempotency, ConsistentRead: true }),
  );
  return records.find((record) => record["status"] === status && (id === undefined || record["id"] === id));
}
