import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { all, byAttribute, FUNCTION, program, ROLE, statementsOf } from "../infra/program-under-test.ts";

const ROOT = join(import.meta.dirname, "..");
const functions = program.functions;

/** A number to publish to is no resource, so whoever sends short messages is denied every topic instead. */
const NO_TOPICS = { Effect: "Deny", Action: ["sns:Publish"], Resource: ["arn:aws:sns:*:*:*"] };

/** Actions that AWS lets nobody narrow to a resource, with the AWS page that says so. */
const WITHOUT_RESOURCES = new Set([
  // Service Authorization Reference, "AWS X-Ray".
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  // Step Functions Developer Guide, "Logging using CloudWatch Logs".
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
  // Service Authorization Reference, "Amazon EventBridge".
  "events:ListReplays",
]);

/**
 * A path below a bucket, a table's index, the streams of a log group and the like are resources; a star alone, or after
 * a colon, is everything.
 */
const isEverything = (resource: string) =>
  resource === "*" || (/:\*$/.test(resource) && !/:log-group:[^:*]+:\*$/.test(resource));

describe.each(functions.map((fn) => [fn.handler, fn] as const))("%s", (handler) => {
  it("is a file that exports `handler`", () => {
    const file = join(ROOT, handler.replace(/\.handler$/, ".ts"));
    expect(existsSync(file), file).toBe(true);
    expect(readFileSync(file, "utf8")).toMatch(/export (const|async function|function) handler\b/);
  });
});

it("gives each handler one function, and each function one role", () => {
  const handlers = functions.map((fn) => fn.handler);
  expect(new Set(handlers).size).toBe(handlers.length);
  const roles = all(FUNCTION).map((fn) => fn.inputs["role"]);
  expect(new Set(roles).size).toBe(functions.length);
  expect(all(FUNCTION)).toHaveLength(functions.length);
});

it("wires every handler that there is", () => {
  const handlerFiles = globSync("packages/functions/src/**/*.ts", { cwd: ROOT })
    .filter((file) => !/\.test\.ts$/.test(file))
    .filter((file) =>
      /export (const|async function|function) handler\b/.test(readFileSync(join(ROOT, file), "utf8")),
    );
  expect(handlerFiles.map((file) => file.replace(/\.ts$/, ".handler")).sort()).toEqual(
    functions.map((fn) => fn.handler).sort(),
  );
});

describe.each(all(FUNCTION).map((fn) => [fn.inputs["name"], fn] as const))("the function %s", (_, fn) => {
  it("runs Node 24 on Graviton with JSON logs, traced", () => {
    expect(fn.inputs).toMatchObject({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      loggingConfig: { logFormat: "JSON" },
      tracingConfig: { mode: "Active" },
    });
    const name: string = fn.inputs["environment"].variables.POWERTOOLS_SERVICE_NAME;
    expect(fn.inputs["name"]).toBe(`accession-local-${name}`);
  });

  it("writes a log that expires", () => {
    const group = byAttribute(
      "aws:cloudwatch/logGroup:LogGroup",
      "name",
      fn.inputs["loggingConfig"].logGroup,
    );
    expect(group?.inputs["retentionInDays"]).toBeGreaterThan(0);
  });
});

describe.each(all(ROLE).map((role) => [role.name, role] as const))("the role %s", (_, role) => {
  const statements = statementsOf(role);

  it("names its actions", () => {
    const wild = statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"));
    expect(wild).toEqual([]);
  });

  it("names its resources, where AWS knows any", () => {
    const wide = statements
      .filter(({ Effect, Resource }) => Effect === "Allow" && Resource.some(isEverything))
      .flatMap(({ Action }) => Action)
      .filter((action) => !WITHOUT_RESOURCES.has(action));
    expect(wide.filter((action) => action !== "sns:Publish")).toEqual([]);
    if (wide.length > 0) expect(statements).toContainEqual(NO_TOPICS);
  });

  it("has no managed policy beyond writing logs and network interfaces", () => {
    const allowed =
      /policy\/(service-role\/AWSLambda(BasicExecution|VPCAccessExecution)Role|AmazonSSMManagedInstanceCore)$/;
    const managed: string[] = role.inputs["managedPolicyArns"] ?? [];
    expect(managed.filter((arn) => !allowed.test(arn))).toEqual([]);
  });
});
