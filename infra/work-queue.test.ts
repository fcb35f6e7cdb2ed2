import { describe, expect, it } from "vitest";
import {
  ALARM,
  all,
  byAttribute,
  FUNCTION,
  MAPPING,
  only,
  QUEUE,
  type TestedResource,
} from "./program-under-test.ts";

const DAY = 24 * 60 * 60;
const queues = all(QUEUE);
const redrive = (queue: TestedResource) => {
  const policy = queue.inputs["redrivePolicy"];
  return policy === undefined
    ? undefined
    : (JSON.parse(policy) as { deadLetterTargetArn: string; maxReceiveCount: number });
};
const workQueues = queues.filter((queue) => redrive(queue) !== undefined);
const deadLetterQueues = queues.filter((queue) => redrive(queue) === undefined);

const alarmsOf = (queue: TestedResource) =>
  all(ALARM).filter((alarm) => alarm.inputs["dimensions"]["QueueName"] === queue.inputs["name"]);
const mappingOf = (queue: TestedResource) =>
  all(MAPPING).find((mapping) => mapping.inputs["eventSourceArn"] === queue.state["arn"]);

describe.each(workQueues.map((queue) => [queue.name, queue] as const))("the work queue %s", (_, queue) => {
  it("gives a message up after 5 receives to a queue of the program", () => {
    expect(redrive(queue)?.maxReceiveCount).toBe(5);
    expect(byAttribute(QUEUE, "arn", redrive(queue)?.deadLetterTargetArn)).toBeDefined();
  });

  it("keeps messages for 4 days", () => {
    expect(queue.inputs["messageRetentionSeconds"]).toBe(4 * DAY);
  });

  it("hides a message for 6 times the consumer's timeout and the window", () => {
    const mapping = mappingOf(queue);
    const consumer = byAttribute(FUNCTION, "arn", mapping?.inputs["functionName"]);
    const needed = 6 * consumer?.inputs["timeout"] + mapping?.inputs["maximumBatchingWindowInSeconds"];
    expect(queue.inputs["visibilityTimeoutSeconds"]).toBeGreaterThanOrEqual(needed);
  });

  it("fails single messages, and has a bound on its consumers", () => {
    const mapping = mappingOf(queue)?.inputs;
    expect(mapping?.["functionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    expect(mapping?.["scalingConfig"].maximumConcurrency).toBeGreaterThanOrEqual(2);
    if (mapping?.["batchSize"] > 10)
      expect(mapping?.["maximumBatchingWindowInSeconds"]).toBeGreaterThanOrEqual(1);
  });

  it("has alarms for its depth and its age", () => {
    expect(alarmsOf(queue).map((alarm) => alarm.inputs["metricName"])).toEqual(
      expect.arrayContaining(["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"]),
    );
  });
});

describe.each(deadLetterQueues.map((queue) => [queue.name, queue] as const))(
  "the dead-letter queue %s",
  (_, queue) => {
    it("keeps messages for 14 days: they carry the time of their first enqueueing", () => {
      expect(queue.inputs["messageRetentionSeconds"]).toBe(14 * DAY);
    });

    it("has an alarm above zero", () => {
      const depth = alarmsOf(queue).find(
        (alarm) => alarm.inputs["metricName"] === "ApproximateNumberOfMessagesVisible",
      );
      expect(depth?.inputs["threshold"]).toBe(0);
      expect(depth?.inputs["comparisonOperator"]).toBe("GreaterThanThreshold");
    });

    it("has no consumer", () => {
      expect(mappingOf(queue)).toBeUndefined();
    });
  },
);

it("encrypts every queue", () => {
  expect(
    queues.filter((queue) => queue.inputs["sqsManagedSseEnabled"] !== true).map((queue) => queue.name),
  ).toEqual([]);
});

it("finds the queues at all", () => {
  expect(workQueues.length).toBeGreaterThanOrEqual(3);
  expect(deadLetterQueues.length).toBeGreaterThan(workQueues.length);
});

it("sends every alarm somewhere that alarms can reach", () => {
  const topic = only("aws:sns/topic:Topic");
  // The key policy of `alias/aws/sns` lets no alarm in, and cannot be changed: the action would fail in silence.
  expect(topic.inputs["kmsMasterKeyId"]).toBeUndefined();
  for (const alarm of all(ALARM)) expect(alarm.inputs["alarmActions"]).toEqual([topic.state["arn"]]);
});
