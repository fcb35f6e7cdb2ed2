import { expect, test, vi } from "vitest";
import { reportTaskFailure } from "./sfn-task-reporter.ts";

const send = vi.fn();

test("fails the task with a code and nothing else", async () => {
  send.mockResolvedValueOnce({});
  await reportTaskFailure({ send }, "token", "database.unavailable");
  expect(send.mock.calls[0]?.[0].input).toEqual({
    taskToken: "token",
    error: "StepFailed",
    cause: "database.unavailable",
  });
});

test("a task that has ended needs no report; any other failure is told", async () => {
  for (const name of ["TaskDoesNotExist", "TaskTimedOut"]) {
    send.mockRejectedValueOnce(Object.assign(new Error("gone"), { name }));
    await expect(reportTaskFailure({ send }, "token", "x")).resolves.toBeUndefined();
  }
  send.mockRejectedValueOnce(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  await expect(reportTaskFailure({ send }, "token", "x")).rejects.toThrow("no");
});
