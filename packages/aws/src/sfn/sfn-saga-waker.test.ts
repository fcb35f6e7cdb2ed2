import { expect, test, vi } from "vitest";
import { sfnSagaWaker } from "./sfn-saga-waker.ts";

const send = vi.fn();
const waker = sfnSagaWaker({ send });
const failure = (name: string) => Object.assign(new Error(name), { name });

test("wakes with nothing but the token, and tells a release as a failure with its own name", async () => {
  send.mockResolvedValue({});
  await waker.wake("token");
  await waker.abandon("token", "expired");
  await waker.abandon("token", "cancelled");
  expect(send.mock.calls.map(([command]) => [command.constructor.name, command.input])).toEqual([
    ["SendTaskSuccessCommand", { taskToken: "token", output: "{}" }],
    ["SendTaskFailureCommand", { taskToken: "token", error: "StudyWaitExpired" }],
    ["SendTaskFailureCommand", { taskToken: "token", error: "StudyWaitCancelled" }],
  ]);
});

test.each(["TaskDoesNotExist", "TaskTimedOut", "InvalidToken"])(
  "%s is no error: nobody waits",
  async (name) => {
    send.mockRejectedValueOnce(failure(name));
    await expect(waker.wake("token")).resolves.toBeUndefined();
    send.mockRejectedValueOnce(failure(name));
    await expect(waker.abandon("token", "expired")).resolves.toBeUndefined();
  },
);

test("any other failure is the caller's to repeat", async () => {
  send.mockRejectedValueOnce(failure("ThrottlingException"));
  await expect(waker.wake("token")).rejects.toThrow("ThrottlingException");
});
