/** What resources are called, and what they are described and configured with. */
import { DescribeLogStreamsCommand, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import {
  ListArchivesCommand,
  ListEventBusesCommand,
  ListReplaysCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { paginateGetAccountAuthorizationDetails } from "@aws-sdk/client-iam";
import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { paginateListSchedules } from "@aws-sdk/client-scheduler";
import { paginateListSecrets } from "@aws-sdk/client-secrets-manager";
import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { paginateListTopics } from "@aws-sdk/client-sns";
import { paginateListQueues } from "@aws-sdk/client-sqs";
import type { Place } from "./canary-search.ts";
import { system } from "./under-test.ts";

export async function namePlaces(): Promise<Place[]> {
  const { iam, lambda, logs, s3, scheduler, secrets, sfn, sns, sqs } = system.aws;
  const listed = await Promise.all([
    collect("roles and policies", paginateGetAccountAuthorizationDetails({ client: iam }, {})),
    collect("functions", paginateListFunctions({ client: lambda }, {})),
    collect("log groups", paginateDescribeLogGroups({ client: logs }, {})),
    logStreams(),
    collect("schedules", paginateListSchedules({ client: scheduler }, {})),
    collect("secrets", paginateListSecrets({ client: secrets }, {})),
    collect("state machines", paginateListStateMachines({ client: sfn }, {})),
    collect("topics", paginateListTopics({ client: sns }, {})),
    collect("queues", paginateListQueues({ client: sqs }, {})),
    eventBridge(),
    s3.send(new ListBucketsCommand({})).then((buckets) => place("buckets", [buckets])),
  ]);
  return listed;
}

const place = (kind: string, answers: readonly unknown[]): Place => ({
  name: `names of ${kind}`,
  texts: answers.map((answer) => JSON.stringify(answer)),
});

async function collect(kind: string, pages: AsyncIterable<unknown>): Promise<Place> {
  const answers: unknown[] = [];
  for await (const page of pages) answers.push(page);
  return place(kind, answers);
}

async function logStreams(): Promise<Place> {
  const answers: unknown[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: system.aws.logs }, {}))
    for (const { logGroupName } of logGroups)
      answers.push(await system.aws.logs.send(new DescribeLogStreamsCommand({ logGroupName })));
  return place("log streams", answers);
}

/** Rules with their patterns and targets, archives, and replays with their descriptions. */
async function eventBridge(): Promise<Place> {
  const { events } = system.aws;
  const { EventBuses: buses = [] } = await events.send(new ListEventBusesCommand({}));
  const answers: unknown[] = [
    buses,
    await events.send(new ListArchivesCommand({})),
    await events.send(new ListReplaysCommand({})),
  ];
  for (const { Name: bus } of buses) {
    const { Rules: rules = [] } = await events.send(new ListRulesCommand({ EventBusName: bus }));
    for (const rule of rules) {
      const of = { Rule: rule.Name, EventBusName: bus };
      answers.push(rule, await events.send(new ListTargetsByRuleCommand(of)));
    }
  }
  return place("event buses", answers);
}
