import "../packages/local/src/testing/provided.ts";
import { inject } from "vitest";
import type { EvaluatedProgram } from "../packages/local/src/program/evaluate-program.ts";

export type TestedResource = EvaluatedProgram["resources"][number];

/** The SST program as data: what `sst deploy` would make. */
export const program = inject("program");
export const productionProgram = inject("productionProgram");

/** All resources of one of Pulumi's types: `aws:sqs/queue:Queue`. */
export function all(type: string, of: EvaluatedProgram = program): readonly TestedResource[] {
  return of.resources.filter((resource) => resource.type === type);
}

/** The only resource of a type. */
export function only(type: string, of: EvaluatedProgram = program): TestedResource {
  const [resource, ...more] = all(type, of);
  if (resource === undefined || more.length > 0)
    throw new Error(`expected one ${type}, found ${more.length + 1}`);
  return resource;
}

/** The resource whose attribute has this value: a queue by its ARN, a function by its name. */
export function byAttribute(type: string, attribute: string, value: unknown): TestedResource | undefined {
  return all(type).find((resource) => resource.state[attribute] === value);
}

/** One statement of a policy, its actions and resources as lists. */
export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What the inline policies of a role say. */
export function statementsOf(role: TestedResource | undefined): readonly Statement[] {
  const policies: readonly { readonly policy: string }[] = role?.inputs["inlinePolicies"] ?? [];
  return policies.flatMap(({ policy }) =>
    (JSON.parse(policy).Statement as Statement[]).map((statement) => ({
      ...statement,
      Action: [statement.Action].flat(),
      Resource: [statement.Resource].flat(),
    })),
  );
}

/** The role of a function. */
export function roleOf(fn: TestedResource | undefined): TestedResource | undefined {
  return byAttribute(ROLE, "arn", fn?.inputs["role"]);
}

export const QUEUE = "aws:sqs/queue:Queue";
export const FUNCTION = "aws:lambda/function:Function";
export const ROLE = "aws:iam/role:Role";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
