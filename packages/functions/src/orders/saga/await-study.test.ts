import { META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import { lambdaContext } from "../../testing/http-event.ts";

const fakes = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
const taskFailed = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock("../../runtime/composition-imaging.ts", () => ({ awaitContext: () => fakes.context, taskFailed }));

import { handler } from "./await-study.ts";

let world: ReturnType<typeof sagaWorld>;
let input: Record<string, unknown>;
beforeEach(async () => {
  taskFailed.mockClear();
  world = sagaWorld();
  fakes.context = world.context;
  const orderId = await world.placeImaging();
  input = { tenantId: TENANT, orderId, attempt: 1, meta: META, taskToken: world.waker.open().token };
});

test("leaves the task waiting once the order is registered", async () => {
  expect(await handler(input, lambdaContext)).toEqual({ outcome: "waiting" });
  expect(world.waits.statesOf(TENANT, String(input["orderId"]))).toEqual(["waiting", "waiting"]);
  expect(world.waker.waiting).toHaveLength(1);
  expect(taskFailed).not.toHaveBeenCalled();
});

test("ends the task itself when the studies are there already", async () => {
  for (const number of ["A-1", "A-2"]) world.waits.arrive(TENANT, number, "RIS");
  expect(await handler(input, lambdaContext)).toEqual({ outcome: "woken" });
  expect(world.waker.waiting).toEqual([]);
});

test("reports its own failure by the token, and throws a code that quotes nothing", async () => {
  const failure = new Error("duplicate key: (SMITH-MARKER)");
  world.waits.register = () => Promise.reject(failure);
  await expect(handler(input, lambdaContext)).rejects.not.toThrow("SMITH-MARKER");
  expect(taskFailed.mock.calls).toEqual([[input["taskToken"], failure]]);
});
