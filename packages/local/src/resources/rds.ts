import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";
import { type Family, type Make, record, type World } from "./kind.ts";

/**
 * Aurora, answered by the embedded Postgres: a database and a master user with the rights that RDS gives one, which
 * are not those of a superuser.
 */
const cluster: Make = async ({ name, inputs }, world) => {
  const owner: string = inputs["masterUsername"];
  const database: string = inputs["databaseName"];
  const password: string = inputs["masterPassword"];
  const client = new Client({ connectionString: world.postgres.url });
  await client.connect();
  try {
    const role = client.escapeIdentifier(owner);
    await client.query(
      `CREATE ROLE ${role} LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD ${client.escapeLiteral(password)}`,
    );
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${role}`);
  } finally {
    await client.end();
  }
  world.databases.set(name, { name: database, owner, password });
  return {
    id: name,
    state: {
      ...inputs,
      ...address(world),
      arn: `arn:aws:rds:::cluster:${name}`,
      clusterIdentifier: name,
      tagsAll: inputs["tags"],
    },
  };
};

const address = (world: World) => ({
  endpoint: world.postgres.host,
  readerEndpoint: world.postgres.host,
  port: world.postgres.port,
});

const secret: Make = async ({ name, inputs }, { aws }) => {
  const { ARN: arn } = await aws.secrets.send(new CreateSecretCommand({ Name: inputs["name"] ?? name }));
  return { id: arn ?? "", state: { ...inputs, arn } };
};

const secretVersion: Make = async ({ name, inputs }, { aws }) => {
  await aws.secrets.send(
    new PutSecretValueCommand({ SecretId: inputs["secretId"], SecretString: inputs["secretString"] }),
  );
  return { id: name, state: inputs };
};

export const rds: Family = {
  "aws:rds/cluster:Cluster": cluster,
  "aws:rds/proxy:Proxy": async ({ name, inputs }, world) => ({
    id: name,
    state: { ...inputs, ...address(world), arn: `arn:aws:rds:::db-proxy:${name}` },
  }),
  "aws:rds/clusterInstance:ClusterInstance": async ({ name, inputs }, world) => ({
    id: name,
    state: { ...inputs, ...address(world) },
  }),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": record,
  "aws:rds/parameterGroup:ParameterGroup": record,
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": record,
  "aws:rds/proxyTarget:ProxyTarget": record,
  "aws:rds/subnetGroup:SubnetGroup": record,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  // SST's look-up of the service-linked role of RDS, which AWS makes itself.
  "pulumi-nodejs:dynamic:Resource": record,
};
