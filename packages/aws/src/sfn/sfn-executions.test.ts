import { expect, test, vi } from "vitest";
import { sfnExecutions } from "./sfn-executions.ts";

const send = vi.fn();
const executions = sfnExecutions({ send }, "arn:aws:states:eu-central-1:1:stateMachine:saga");
const run = { orderId: "01990000-0000-7000-8000-000000000001", attempt: 3 };

test("asks for the execution by the name that its starter gave it", async () => {
  send.mockResolvedValueOnce({ status: "RUNNING" });
  expect(await executions.stateOf(run)).toBe("running");
  expect(send.mock.calls[0]?.[0].input).toEqual({
    executionArn: `arn:aws:states:eu-central-1:1:execution:saga:${run.orderId}-3`,
  });
});

test.each(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"])("%s has ended", async (status) => {
  send.mockResolvedValueOnce({ status });
  expect(await executions.stateOf(run)).toBe("ended");
});

test("one that is not there is absent; any other failure is the caller's to repeat", async () => {
  send.mockRejectedValueOnce(Object.assign(new Error("none"), { name: "ExecutionDoesNotExist" }));
  expect(await executions.stateOf(run)).toBe("absent");
  send.mockRejectedValueOnce(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  await expect(executions.stateOf(run)).rejects.toThrow("no");
});
