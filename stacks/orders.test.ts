import { expect, it } from "vitest";
import {
  ALARM,
  all,
  byAttribute,
  FUNCTION,
  only,
  QUEUE,
  ROLE,
  roleOf,
  statementsOf,
} from "../infra/program-under-test.ts";
import { substitute } from "../infra/substitute.ts";

const machine = only("aws:sfn/stateMachine:StateMachine");
const machineRole = byAttribute(ROLE, "arn", machine.inputs["roleArn"]);

it("is a Standard JSONata workflow whose tasks are functions of the program", () => {
  const definition = JSON.parse(machine.inputs["definition"]);
  expect(machine.inputs["type"]).toBe("STANDARD");
  expect(definition.QueryLanguage).toBe("JSONata");
  const text: string = machine.inputs["definition"];
  const arns = [...text.matchAll(/"(arn:aws:function:[^"]+)"/g)].map((match) => match[1]);
  expect(arns.length).toBeGreaterThanOrEqual(11);
  for (const arn of arns) expect(byAttribute(FUNCTION, "arn", arn), arn).toBeDefined();
});

it("logs errors without the data of the execution", () => {
  expect(machine.inputs["loggingConfiguration"]).toMatchObject({
    level: "ERROR",
    includeExecutionData: false,
  });
});

it("has a role that may invoke exactly its steps", () => {
  const invoked = statementsOf(machineRole)
    .filter(({ Action }) => Action.includes("lambda:InvokeFunction"))
    .flatMap(({ Resource }) => Resource);
  expect(invoked.length).toBeGreaterThan(0);
  const steps = all(FUNCTION).filter(({ state }) => invoked.includes(String(state["arn"])));
  expect(steps).toHaveLength(invoked.length);
  for (const arn of invoked) expect(machine.inputs["definition"]).toContain(arn);
});

it("lets the step that waits answer for tasks of this machine, and of no other", () => {
  const step = byAttribute(FUNCTION, "name", "accession-local-await-study");
  const wakes = statementsOf(roleOf(step)).find(({ Action }) => Action.includes("states:SendTaskSuccess"));
  expect(wakes?.Resource).toEqual([
    expect.stringMatching(
      new RegExp(`^arn:aws:states:[a-z0-9-]+:\\d+:stateMachine:${machine.inputs["name"]}$`),
    ),
  ]);
});

it("has a role that may send the traces that it is told to keep", () => {
  expect(machine.inputs["tracingConfiguration"]).toEqual({ enabled: true });
  expect(statementsOf(machineRole).flatMap(({ Action }) => Action)).toEqual(
    expect.arrayContaining(["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules"]),
  );
});

it("tells somebody when an execution dies", () => {
  const metrics = all(ALARM)
    .filter(({ inputs }) => inputs["namespace"] === "AWS/States")
    .map(({ inputs }) => inputs["metricName"]);
  expect(metrics.sort()).toEqual(["ExecutionsAborted", "ExecutionsFailed", "ExecutionsTimedOut"]);
});

it("reads the orders' stream from its beginning, in bounds, and keeps what it gives up", () => {
  const mapping = all("aws:lambda/eventSourceMapping:EventSourceMapping").find(({ inputs }) =>
    inputs["eventSourceArn"].endsWith("/stream"),
  )?.inputs;
  expect(mapping).toMatchObject({
    startingPosition: "TRIM_HORIZON",
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 10,
    maximumRecordAgeInSeconds: 21_600,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
  expect(byAttribute(QUEUE, "arn", mapping?.["destinationConfig"].onFailure.destinationArn)).toBeDefined();
});

it("refuses a definition that names a step without a function, and a function without a step", () => {
  expect(() => substitute(`"$\{Ghost}"`, {})).toThrow('names the step "Ghost"');
  expect(() => substitute("{}", { Idle: "arn" })).toThrow("does not use Idle");
});
