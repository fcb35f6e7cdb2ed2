import { ENGINE_REGION } from "../engine/start-engine.ts";

export const ACCOUNT = "000000000000";

interface PolicyStatement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** Answers the look-ups that the program and SST's components make while they are evaluated. */
export function answerCall(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { ...inputs, name: ENGINE_REGION, region: ENGINE_REGION, id: ENGINE_REGION };
    case "aws:index/getPartition:getPartition":
      return { ...inputs, partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { ...inputs, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, id: ACCOUNT };
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { ...inputs, names: ["a", "b", "c"].map((zone) => ENGINE_REGION + zone), id: ENGINE_REGION };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return policyDocument(inputs);
    case "aws:ec2/getAmi:getAmi":
      return { ...inputs, id: "ami-local", imageId: "ami-local", architecture: "arm64" };
    default:
      throw new Error(
        `the program looks up "${token}", which the local reader cannot answer: see data-sources.ts`,
      );
  }
}

function policyDocument(inputs: Record<string, unknown>): Record<string, unknown> {
  const statements = (inputs["statements"] ?? []) as readonly PolicyStatement[];
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementJson) });
  return { ...inputs, statements, json, minifiedJson: json, id: "policy-document" };
}

function statementJson(statement: PolicyStatement): Record<string, unknown> {
  return {
    ...(statement.sid !== undefined && { Sid: statement.sid }),
    Effect: statement.effect ?? "Allow",
    Action: statement.actions,
    Resource: statement.resources,
    ...(statement.principals !== undefined && { Principal: principals(statement.principals) }),
    ...(statement.conditions !== undefined && {
      Condition: Object.fromEntries(
        statement.conditions.map((condition) => [condition.test, { [condition.variable]: condition.values }]),
      ),
    }),
  };
}

function principals(list: NonNullable<PolicyStatement["principals"]>): unknown {
  if (list.some((principal) => principal.type === "*")) return "*";
  return Object.fromEntries(list.map((principal) => [principal.type, principal.identifiers]));
}
