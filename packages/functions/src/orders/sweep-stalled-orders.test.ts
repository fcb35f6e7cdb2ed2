import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";

const fakes = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
vi.mock("../runtime/composition-stalled.ts", () => ({ stalledContext: () => fakes.context }));

import { handler } from "./sweep-stalled-orders.ts";

const start = vi.fn(async () => undefined);
const stateOf = vi.fn(async () => "absent");
beforeEach(async () => {
  start.mockClear();
  const world = sagaWorld();
  await world.place();
  fakes.context = {
    ...world.context,
    unfinished: world.orders,
    executions: { stateOf },
    starter: { start },
  };
});

test("looks at what is due; by an operator's hand at all", async () => {
  await handler({ version: "0", "detail-type": "Scheduled Event" }, lambdaContext);
  expect(start).not.toHaveBeenCalled();
  await handler({ lookAtAll: true }, lambdaContext);
  expect(start).toHaveBeenCalledTimes(1);
});

test("fails when an order could not be looked at, so that its alarm calls", async () => {
  stateOf.mockRejectedValueOnce(new Error("away"));
  await expect(handler({ lookAtAll: true }, lambdaContext)).rejects.toThrow("1 were not swept");
});
