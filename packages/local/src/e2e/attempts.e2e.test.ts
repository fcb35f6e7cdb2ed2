import { ListExecutionsCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import {
  capturesOf,
  imagingOrder,
  newNumber,
  place,
  scan,
  whenRegistered,
  whenStatus,
} from "./imaging-orders.ts";
import { executionArn, executionOf, lookAtAll, machineArn } from "./saga-runs.ts";
import { apiOf, system } from "./under-test.ts";

it("an order whose execution was stopped while it waited goes on as the next attempt, and is charged once", async () => {
  const api = await apiOf("demo");
  const number = newNumber();
  const id = await place(api, imagingOrder([number]));
  const token = await whenRegistered(id);
  await system.aws.sfn.send(new StopExecutionCommand({ executionArn: executionArn(id, 1) }));
  expect(await executionOf(id, 1)).toBe("ABORTED");

  await Promise.all([lookAtAll(), lookAtAll()]);
  await waitUntil("the second attempt waits", 120_000, async () =>
    (await whenRegistered(id)) === token ? undefined : true,
  );
  await scan({ accessionNumber: number });
  const order = await whenStatus(api, id, "COMPLETED");
  expect(order.timeline.map(({ type, attempt }) => [type, attempt])).toEqual([
    ["order.created", undefined],
    ["order.awaiting-study", 1],
    ["order.attempt-started", 2],
    ["study.matched", 2],
    ["payment.processed", 2],
    ["payment.capture-started", 2],
    ["payment.captured", 2],
    ["order.completed", 2],
  ]);
  expect(await capturesOf(id)).toBe(1);
  const { executions = [] } = await system.aws.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn() }),
  );
  const names = executions.map(({ name }) => name).filter((name) => name?.startsWith(id.slice(4)));
  expect(names.toSorted()).toEqual([`${id.slice(4)}-1`, `${id.slice(4)}-2`]);
});
