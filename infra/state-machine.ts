import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountId, region } from "./account.ts";
import { alarm } from "./alarms.ts";
import { stage, stageName } from "./stage.ts";
import { substitute } from "./substitute.ts";

export interface StateMachineArgs {
  /** Path of the Amazon States Language file, from the root; `${Name}` stands for the ARN of a step. */
  readonly definition: string;
  /** The function of each step, by the name that the file uses. */
  readonly steps: Record<string, sst.aws.Function>;
}

/**
 * A Standard workflow from our own JSONata file: SST's builder drops timeouts and the state's input after a catch.
 * Its role may invoke its steps and write its log, which never holds execution data.
 */
export function stateMachine(name: string, args: StateMachineArgs): aws.sfn.StateMachine {
  const source = readFileSync(join($cli.paths.root, args.definition), "utf8");
  const arns = $output(Object.fromEntries(Object.entries(args.steps).map(([step, fn]) => [step, fn.arn])));

  const role = new aws.iam.Role(`${name}Role`, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "states.amazonaws.com" }),
    inlinePolicies: [
      { name: "steps", policy: aws.iam.getPolicyDocumentOutput({ statements: statements(args) }).json },
    ],
  });
  const logs = new aws.cloudwatch.LogGroup(`${name}Log`, {
    name: `/aws/vendedlogs/states/${stageName(name)}`,
    retentionInDays: stage.logRetentionDays,
  });
  const machine = new aws.sfn.StateMachine(name, {
    name: stageName(name),
    type: "STANDARD",
    roleArn: role.arn,
    definition: arns.apply((byStep) => substitute(source, byStep)),
    loggingConfiguration: {
      level: "ERROR",
      includeExecutionData: false,
      logDestination: $interpolate`${logs.arn}:*`,
    },
    tracingConfiguration: { enabled: true },
  });
  for (const metric of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
    alarm(`${name}${metric}`, {
      description: `An execution of ${name} died without compensation: docs/runbook.md#a-stuck-order`,
      namespace: "AWS/States",
      metric,
      dimensions: { StateMachineArn: machine.arn },
      statistic: "Sum",
      threshold: 0,
    });
  }
  return machine;
}

/** CloudWatch's log delivery has no resource-level permissions: `*` is the only value that it accepts. */
const LOG_DELIVERY = {
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};

/** What a state machine needs to send its traces; X-Ray has no resources to name. */
const TRACING = {
  actions: [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ],
  resources: ["*"],
};

function statements(args: StateMachineArgs) {
  const steps = Object.values(args.steps).map((step) => step.arn);
  return [{ actions: ["lambda:InvokeFunction"], resources: steps }, LOG_DELIVERY, TRACING];
}

/** Executions that are named by order and attempt. */
export const executionsOf = (machine: aws.sfn.StateMachine): $util.Output<string> =>
  machine.arn.apply((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*-*`);

/**
 * By the machine's name, as a step that answers for its own task belongs to the machine and exists before it. AWS
 * authorises an action with a task token on the machine that the token is of.
 */
export const wakeTasksOf = (name: string) => ({
  actions: ["states:SendTaskSuccess", "states:SendTaskFailure"],
  resources: [$interpolate`arn:aws:states:${region}:${accountId}:stateMachine:${stageName(name)}`],
});
