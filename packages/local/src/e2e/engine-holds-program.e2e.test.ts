import { GetApisCommand, GetRoutesCommand } from "@aws-sdk/client-apigatewayv2";
import { paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { ListUserPoolsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  ListArchivesCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRolePolicyCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ListStateMachinesCommand } from "@aws-sdk/client-sfn";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import { ASSET_BUCKET } from "../program/rpc-server.ts";
import { system } from "./under-test.ts";

const { aws } = system;
const declared = (type: string, attribute = "name"): string[] =>
  system.resources.filter((resource) => resource.type === type).map(({ state }) => String(state[attribute]));
const ids = (type: string): string[] =>
  system.resources.filter((resource) => resource.type === type).map(({ id }) => id);
const named = <T>(list: readonly T[] | undefined, name: (item: T) => string | undefined): string[] =>
  (list ?? []).map((item) => name(item) ?? "");

/** Per kind: what the engine lists, and what the program declares. */
const KINDS: Record<string, () => Promise<[string[], string[]]>> = {
  buckets: async () => {
    const { Buckets } = await aws.s3.send(new ListBucketsCommand({}));
    return [
      named(Buckets, ({ Name }) => Name),
      [ASSET_BUCKET, ...declared("aws:s3/bucket:Bucket", "bucket")],
    ];
  },
  queues: async () => {
    const { QueueUrls } = await aws.sqs.send(new ListQueuesCommand({ MaxResults: 1000 }));
    return [QueueUrls ?? [], declared("aws:sqs/queue:Queue", "url")];
  },
  tables: async () => {
    const { TableNames } = await aws.dynamodb.send(new ListTablesCommand({}));
    return [TableNames ?? [], declared("aws:dynamodb/table:Table")];
  },
  buses: async () => {
    const { EventBuses } = await aws.events.send(new ListEventBusesCommand({}));
    return [
      named(EventBuses, ({ Name }) => Name),
      ["default", ...declared("aws:cloudwatch/eventBus:EventBus")],
    ];
  },
  archives: async () => {
    const { Archives } = await aws.events.send(new ListArchivesCommand({}));
    return [
      named(Archives, ({ ArchiveName }) => ArchiveName),
      declared("aws:cloudwatch/eventArchive:EventArchive"),
    ];
  },
  functions: async () => {
    const { Functions } = await aws.lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
    return [named(Functions, ({ FunctionName }) => FunctionName), declared("aws:lambda/function:Function")];
  },
  "event source mappings": async () => {
    const { EventSourceMappings } = await aws.lambda.send(
      new ListEventSourceMappingsCommand({ MaxItems: 100 }),
    );
    return [
      named(EventSourceMappings, ({ UUID }) => UUID),
      ids("aws:lambda/eventSourceMapping:EventSourceMapping"),
    ];
  },
  roles: async () => {
    const { Roles } = await aws.iam.send(new ListRolesCommand({ MaxItems: 500 }));
    return [named(Roles, ({ RoleName }) => RoleName), ids("aws:iam/role:Role")];
  },
  "state machines": async () => {
    const { stateMachines } = await aws.sfn.send(new ListStateMachinesCommand({}));
    return [named(stateMachines, ({ name }) => name), declared("aws:sfn/stateMachine:StateMachine")];
  },
  "user pools": async () => {
    const { UserPools } = await aws.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    return [named(UserPools, ({ Id }) => Id), ids("aws:cognito/userPool:UserPool")];
  },
  apis: async () => {
    const { Items } = await aws.apiGateway.send(new GetApisCommand({}));
    return [named(Items, ({ ApiId }) => ApiId), ids("aws:apigatewayv2/api:Api")];
  },
  routes: async () => {
    const [api] = ids("aws:apigatewayv2/api:Api");
    const { Items } = await aws.apiGateway.send(new GetRoutesCommand({ ApiId: api, MaxResults: "100" }));
    return [named(Items, ({ RouteKey }) => RouteKey), declared("aws:apigatewayv2/route:Route", "routeKey")];
  },
  alarms: async () => {
    const held: string[] = [];
    for await (const { MetricAlarms } of paginateDescribeAlarms({ client: aws.cloudWatch }, {}))
      held.push(...named(MetricAlarms, ({ AlarmName }) => AlarmName));
    return [held, ids("aws:cloudwatch/metricAlarm:MetricAlarm")];
  },
  schedules: async () => {
    const { Schedules } = await aws.scheduler.send(new ListSchedulesCommand({}));
    return [named(Schedules, ({ Name }) => Name), declared("aws:scheduler/schedule:Schedule")];
  },
  secrets: async () => {
    const { SecretList } = await aws.secrets.send(new ListSecretsCommand({}));
    return [named(SecretList, ({ ARN }) => ARN), declared("aws:secretsmanager/secret:Secret", "arn")];
  },
  topics: async () => {
    const { Topics } = await aws.sns.send(new ListTopicsCommand({}));
    return [named(Topics, ({ TopicArn }) => TopicArn), declared("aws:sns/topic:Topic", "arn")];
  },
};

it.each(Object.keys(KINDS))("the engine holds exactly the %s of the program", async (kind) => {
  const [held, wanted] = (await KINDS[kind]?.()) ?? [[], []];
  expect(wanted.length).toBeGreaterThan(0);
  expect(held.toSorted()).toEqual(wanted.toSorted());
});

it("holds a log group for each function", async () => {
  const held = new Set<string>();
  for await (const { logGroups } of paginateDescribeLogGroups({ client: aws.logs }, {}))
    for (const name of named(logGroups, ({ logGroupName }) => logGroupName)) held.add(name);
  const wanted = declared("aws:lambda/function:Function").map((name) => `/aws/lambda/${name}`);
  expect(wanted.filter((name) => !held.has(name))).toEqual([]);
});

it("holds each rule with its target and dead-letter queue", async () => {
  for (const rule of system.resources.filter(({ type }) => type === "aws:cloudwatch/eventRule:EventRule")) {
    const bus = { EventBusName: rule.inputs["eventBusName"] };
    const { Rules } = await aws.events.send(new ListRulesCommand(bus));
    expect(named(Rules, ({ Name }) => Name)).toContain(rule.state["name"]);
    const { Targets = [] } = await aws.events.send(
      new ListTargetsByRuleCommand({ ...bus, Rule: String(rule.state["name"]) }),
    );
    const target = system.resources.find(
      ({ type, inputs }) => type.endsWith(":EventTarget") && inputs["rule"] === rule.state["name"],
    );
    expect(Targets[0]).toMatchObject({
      Arn: target?.inputs["arn"],
      DeadLetterConfig: { Arn: target?.inputs["deadLetterConfig"].arn },
      RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
    });
  }
});

it("applies the policies of roles, queues and functions", async () => {
  const role = system.resources.find(
    ({ type, name }) => type === "aws:iam/role:Role" && name.startsWith("Ingest"),
  );
  const { PolicyDocument: policy = "" } = await aws.iam.send(
    new GetRolePolicyCommand({ RoleName: String(role?.id), PolicyName: "inline" }),
  );
  expect(decodeURIComponent(policy)).toContain("s3:GetObjectVersion");
  for (const { inputs } of system.resources.filter(
    ({ type }) => type === "aws:sqs/queuePolicy:QueuePolicy",
  )) {
    const { Attributes } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: inputs["queueUrl"], AttributeNames: ["Policy"] }),
    );
    expect(Attributes?.["Policy"]).toContain("aws:SourceArn");
  }
  const { Policy } = await aws.lambda.send(
    new GetPolicyCommand({ FunctionName: "accession-local-place-order" }),
  );
  expect(Policy).toContain("apigateway.amazonaws.com");
});
