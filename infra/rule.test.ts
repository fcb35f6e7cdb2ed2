import { describe, expect, it } from "vitest";
import { catalogue } from "../events/src/catalogue.ts";
import {
  ALARM,
  all,
  byAttribute,
  FUNCTION,
  MAPPING,
  productionProgram,
  program,
  QUEUE,
  roleOf,
  statementsOf,
} from "./program-under-test.ts";
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
    const types: string[] = pattern["detail-type"];
    expect(types.length).toBeGreaterThan(0);
    if (pattern.source[0] === "aws.s3") return expect(pattern.source).toHaveLength(1);
    const wanted = catalogue.filter(({ type }) => types.includes(type));
    expect(wanted.map(({ type }) => type).sort()).toEqual(types.toSorted());
    expect(pattern.source.toSorted()).toEqual([...new Set(wanted.map(({ source }) => source))].sort());
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

/** What reaches the world outside our stores, at once: it starts or wakes a saga, or tells somebody. */
const EFFECTS = /^(states:|ses:|sns:Publish|lambda:InvokeFunction)/;

/** What the consumer of a rule's queue may do, by its role. */
function actionsBehind(ruleName: unknown): string[] {
  const target = targets.find(({ inputs }) => inputs["rule"] === ruleName);
  const mapping = all(MAPPING).find(({ inputs }) => inputs["eventSourceArn"] === target?.inputs["arn"]);
  const consumer = byAttribute(FUNCTION, "arn", mapping?.inputs["functionName"]);
  return statementsOf(roleOf(consumer)).flatMap(({ Action }) => Action);
}

describe.each(rules.map((rule) => [rule.name, rule] as const))("what a replay does at %s", (name, rule) => {
  it("stays in our own stores, as far as the role of its consumer says", () => {
    const actions = actionsBehind(rule.inputs["name"]);
    expect(actions).toContain("sqs:DeleteMessage");
    const effects = actions.filter((action) => EFFECTS.test(action));
    if (effects.length > 0) expect(REPLAYABLE[name as keyof typeof REPLAYABLE], effects.join()).toBe(false);
  });
});

it("finds the effects by their roles: the consumer that starts the saga has one", () => {
  expect(actionsBehind("accession-local-OrderCreated").some((action) => EFFECTS.test(action))).toBe(true);
});

it("lets replays name our rules, archives and replays, and says how long an archive lags", () => {
  const linked = program.functions.flatMap(({ links }) => links["Replays"] ?? []) as Record<string, string>[];
  const production = productionProgram.functions.flatMap(({ links }) => links["Replays"] ?? []);
  expect(linked[0]?.["archiveLagSeconds"]).toBe(0);
  expect((production[0] as Record<string, unknown>)["archiveLagSeconds"]).toBe(600);
  const declared = JSON.parse(linked[0]?.["rules"] ?? "[]") as Record<string, unknown>[];
  expect(declared.map(({ name, arn }) => [name, arn]).sort()).toEqual(
    rules.map(({ name, state }) => [name, state["arn"]]).sort(),
  );
  for (const { name, types, replayable, archive, target } of declared) {
    const rule = rules.find((candidate) => candidate.name === name);
    expect(types).toEqual(JSON.parse(rule?.inputs["eventPattern"])["detail-type"]);
    expect(replayable).toBe(REPLAYABLE[name as keyof typeof REPLAYABLE]);
    expect(archive).toBe(rule?.inputs["eventBusName"] === "default" ? "uploads" : "events");
    const queue = byAttribute(
      QUEUE,
      "arn",
      targets.find((one) => one.name === `${name}Target`)?.inputs["arn"],
    );
    expect(queue?.name).toBe(`${target}Queue`);
  }
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
