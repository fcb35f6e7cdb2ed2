import { expect, it } from "vitest";
import {
  all,
  FUNCTION,
  program,
  QUEUE,
  roleOf,
  statementsOf,
  type TestedResource,
} from "./program-under-test.ts";

interface Linked {
  readonly name: string;
  readonly url: string;
  readonly holds: string;
  readonly returnTo?: { readonly name: string; readonly url: string };
  readonly logGroup?: string;
}
const links = program.functions.flatMap(({ links: of }) => of["DeadLetters"] ?? []) as { queues: string }[];
const linked = JSON.parse(links[0]?.queues ?? "[]") as Linked[];
const isWork = ({ inputs }: TestedResource) => inputs["redrivePolicy"] !== undefined;
const byUrl = (url: string | undefined) => all(QUEUE).find(({ state }) => state["url"] === url);

it("shows operators every queue that holds dead letters, by its name in the program", () => {
  const dead = all(QUEUE).filter((queue) => !isWork(queue));
  expect(linked.map(({ name }) => `${name}Queue`).sort()).toEqual(dead.map(({ name }) => name).sort());
  for (const { name, url } of linked) expect(byUrl(url)?.name).toBe(`${name}Queue`);
});

it("sends messages back to the very queue that gave them up", () => {
  const messages = linked.filter(({ holds }) => holds === "messages");
  expect(messages).toHaveLength(all(QUEUE).filter(isWork).length);
  for (const { url, returnTo } of messages) {
    const policy = JSON.parse(byUrl(returnTo?.url)?.inputs["redrivePolicy"]);
    expect(policy.deadLetterTargetArn).toBe(byUrl(url)?.state["arn"]);
  }
});

it("sends undelivered events to the target of the rule that could not deliver them", () => {
  const targets = all("aws:cloudwatch/eventTarget:EventTarget");
  const events = linked.filter(({ holds }) => holds === "events");
  expect(events).toHaveLength(targets.length);
  for (const { url, returnTo } of events) {
    const dead = byUrl(url)?.state["arn"];
    const target = targets.find(({ inputs }) => inputs["deadLetterConfig"].arn === dead);
    expect(target?.inputs["arn"]).toBe(byUrl(returnTo?.url)?.state["arn"]);
  }
});

it("sends nothing else anywhere", () => {
  const others = linked.filter(({ holds }) => holds === "positions" || holds === "timers");
  expect(others.filter(({ returnTo }) => returnTo !== undefined)).toEqual([]);
});

it("looks for the reason of a failure in a log that a consumer writes", () => {
  const groups = new Set(all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs["name"]));
  for (const { holds, logGroup } of linked)
    if (holds === "messages") expect(groups.has(logGroup), logGroup).toBe(true);
});

it("lets operators' functions send to work queues alone, and delete from dead-letter queues alone", () => {
  const names = ["list", "show", "redrive", "drop"].map((what) => `accession-local-${what}-dead-letters`);
  const statements = names.flatMap((name) =>
    statementsOf(roleOf(all(FUNCTION).find(({ inputs }) => inputs["name"] === name))),
  );
  const resourcesOf = (action: string) =>
    new Set(statements.flatMap(({ Action, Resource }) => (Action.includes(action) ? Resource : [])));
  const arns = (work: boolean) =>
    new Set(all(QUEUE).flatMap((queue) => (isWork(queue) === work ? [queue.state["arn"]] : [])));
  expect(resourcesOf("sqs:SendMessage")).toEqual(arns(true));
  expect(resourcesOf("sqs:DeleteMessage")).toEqual(arns(false));
});
