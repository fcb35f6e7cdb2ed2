import { expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";
import { scheduledHandler } from "./scheduled-handler.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

test("fails when something could not be done, so that the alarm on the function calls", async () => {
  await scheduledHandler(async () => ({ published: 3, failed: 0 }))({}, lambdaContext);
  const handler = scheduledHandler(async () => ({ published: 1, failed: 2 }));
  await expect(handler({}, lambdaContext)).rejects.toThrow("2 were not swept");
});

test("throws what says nothing of the data: the Lambda service logs it", async () => {
  const quoting = Object.assign(new Error("Failing row contains (DOE^JANE)"), { code: "23502" });
  const thrown: unknown = await scheduledHandler(() => Promise.reject(quoting))({}, lambdaContext).catch(
    (error: unknown) => error,
  );
  expect(thrown).toEqual(new Error("23502"));
  expect((thrown as Error).cause).toBeUndefined();
});
