import type { SagaInput } from "@accession/core/orders/saga-starter";
import { expect, test, vi } from "vitest";
import { sfnSagaStarter } from "./sfn-saga-starter.ts";

const input: SagaInput = {
  tenantId: "t",
  orderId: "01990000-0000-7000-8000-000000000001",
  attempt: 2,
  meta: { correlationId: "c", causationId: "e", actor: "u" },
};
const send = vi.fn();
const starter = sfnSagaStarter({ send }, "arn:machine");

test("names the execution by order and attempt, and gives it ids only", async () => {
  send.mockResolvedValueOnce({});
  await starter.start(input);
  expect(send.mock.calls[0]?.[0].input).toEqual({
    stateMachineArn: "arn:machine",
    name: "01990000-0000-7000-8000-000000000001-2",
    input: JSON.stringify(input),
  });
});

test("an attempt that was started before is started", async () => {
  send.mockRejectedValueOnce(Object.assign(new Error("exists"), { name: "ExecutionAlreadyExists" }));
  await expect(starter.start(input)).resolves.toBeUndefined();
});

test("any other failure is the caller's to repeat", async () => {
  send.mockRejectedValueOnce(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  await expect(starter.start(input)).rejects.toThrow("no");
});
