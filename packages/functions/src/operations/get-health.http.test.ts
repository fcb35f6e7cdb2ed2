import { expect, test, vi } from "vitest";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";

const checkDependencies = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return vi.fn();
});
vi.mock("../runtime/composition-health.ts", () => ({ checkDependencies }));

import { handler } from "./get-health.http.ts";

test.each([
  ["ok", 200, "ok"],
  ["unavailable", 503, "degraded"],
])("a database that is %s gives %i", async (database, status, summary) => {
  checkDependencies.mockResolvedValueOnce({ orders: "ok", database });
  const answer = await handler(httpEvent({ scope: "accession/operations.read" }), lambdaContext);
  expect(answer.statusCode).toBe(status);
  expect(JSON.parse(answer.body ?? "")).toMatchObject({
    status: summary,
    dependencies: { orders: "ok", database },
    versions: { api: "v1", node: process.versions.node },
  });
});

test("is for operators", async () => {
  expect((await handler(httpEvent({ scope: "accession/orders.read" }), lambdaContext)).statusCode).toBe(403);
});
