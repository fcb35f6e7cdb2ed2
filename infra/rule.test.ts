import { describe, expect, it } from "vitest";
import { ALARM, all, byAttribute, QUEUE } from "./program-under-test.ts";
import { REPLAYABLE } from "./replayable.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const rules = all(RULE);
const targets = all("aws:cloudwatch/eventTarget:EventTarget");
const policies = all("aws:sqs/queuePolicy:QueuePolicy");

it("declares each rule replayable or not, and no rule that is not there", () => {
  expect(rules.map((rule) => rule.name).sort()).toEqual(Object.keys(REPLAYABLE).sort());
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("the rule %s", (name, rule) => {
  const pattern = JSON.parse(rule.inputs["eventPattern"]);

  it("lets replayed events pass only when it is declared replayable", () => {
    const excludesReplays = JSON.stringify(pattern["replay-name"]) === JSON.stringify([{ exists: false }]);
    expect(excludesReplays).toBe(!REPLAYABLE[name as keyof typeof REPLAYABLE]);
  });

  it("names the events that it wants", () => {
    expect(pattern.source).toHaveLength(1);
    expect(pattern["detail-type"]).toHaveLength(1);
  });

  it("has a name that a replay can address", () => {
    expect(rule.inputs["name"]).toBe(`accession-local-${name}`);
  });

  it("has an alarm for failed deliveries", () => {
    const alarm = all(ALARM).find(
      (candidate) => candidate.inputs["dimensions"]["RuleName"] === rule.inputs["name"],
    );
    expect(alarm?.inputs["metricName"]).toBe("FailedInvocations");
    // The metrics of rules of a custom bus carry the bus too; an alarm on another set of dimensions sees no data.
    const bus = rule.inputs["eventBusName"];
    expect(alarm?.inputs["dimensions"]).toEqual({
      RuleName: rule.inputs["name"],
      ...(bus !== "default" && { EventBusName: bus }),
    });
  });
});

describe.each(targets.map((target) => [target.name, target] as const))("the target %s", (_, { inputs }) => {
  const rule = byAttribute(RULE, "name", inputs["rule"]);

  it("retries for a day and then keeps the event", () => {
    expect(inputs["retryPolicy"]).toEqual({ maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 });
    expect(byAttribute(QUEUE, "arn", inputs["deadLetterConfig"].arn)).toBeDefined();
    expect(inputs["deadLetterConfig"].arn).not.toBe(inputs["arn"]);
  });

  it.each(["arn", "deadLetter"])("may send to its %s queue, for its own rule alone", (which) => {
    const queue = byAttribute(QUEUE, "arn", which === "arn" ? inputs["arn"] : inputs["deadLetterConfig"].arn);
    const policy = policies.find((candidate) => candidate.inputs["queueUrl"] === queue?.state["url"]);
    const [statement, ...more] = JSON.parse(policy?.inputs["policy"]).Statement;
    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue?.state["arn"],
      Condition: { ArnEquals: { "aws:SourceArn": rule?.state["arn"] } },
    });
  });
});

describe.each(all("aws:scheduler/schedule:Schedule").map((schedule) => [schedule.name, schedule] as const))(
  "the schedule %s",
  (_, { inputs }) => {
    it("retries, and keeps what it could not deliver", () => {
      expect(inputs["target"].retryPolicy.maximumRetryAttempts).toBe(2);
      expect(byAttribute(QUEUE, "arn", inputs["target"].deadLetterConfig.arn)).toBeDefined();
    });
  },
);

it("archives our bus and the uploads' events of the default bus for a year", () => {
  const archives = all("aws:cloudwatch/eventArchive:EventArchive");
  expect(archives.map(({ inputs }) => [inputs["name"], inputs["retentionDays"]])).toEqual(
    expect.arrayContaining([
      ["accession-local-events", 365],
      ["accession-local-uploads", 365],
    ]),
  );
  const uploads = archives.find(({ inputs }) => inputs["name"] === "accession-local-uploads");
  expect(uploads?.inputs["eventSourceArn"]).toMatch(/event-bus\/default$/);
  expect(JSON.parse(uploads?.inputs["eventPattern"]).source).toEqual(["aws.s3"]);
});
