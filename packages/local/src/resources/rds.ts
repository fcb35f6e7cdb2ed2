import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, type Kind, put, record, type World } from "./kind.ts";

const address = ({ postgres }: World) => ({
  endpoint: postgres.host,
  readerEndpoint: postgres.host,
  port: postgres.port,
});

async function asSuperuser(world: World, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: world.postgres.url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const stateOf = ({ name, inputs }: DeclaredResource, world: World) => ({
  ...inputs,
  ...address(world),
  arn: `arn:aws:rds:::cluster:${name}`,
  clusterIdentifier: name,
  tagsAll: inputs["tags"],
});

/**
 * Aurora, answered by the embedded Postgres: a database and a master user with the rights that RDS gives one, which
 * are not those of a superuser.
 */
const cluster: Kind = {
  fixed: ["databaseName", "masterUsername", "masterPassword"],
  make: async (resource, world) => {
    const { name, inputs } = resource;
    await asSuperuser(world, async (client) => {
      const role = client.escapeIdentifier(inputs["masterUsername"]);
      const password = client.escapeLiteral(inputs["masterPassword"]);
      await client.query(
        `CREATE ROLE ${role} LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD ${password}`,
      );
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(inputs["databaseName"])} OWNER ${role}`);
    });
    return { id: name, state: stateOf(resource, world) };
  },
  // Capacity and the like mean nothing here.
  update: async (resource, world) => ({ id: resource.name, state: stateOf(resource, world) }),
  remove: ({ inputs }, world) =>
    asSuperuser(world, async (client) => {
      await client.query(`DROP DATABASE ${client.escapeIdentifier(inputs["databaseName"])} WITH (FORCE)`);
      await client.query(`DROP ROLE ${client.escapeIdentifier(inputs["masterUsername"])}`);
    }),
};

/** An endpoint of the same Postgres. */
const endpointOf = (arn: (name: string) => string | undefined): Kind => {
  const make: Kind["make"] = async ({ name, inputs }, world) => ({
    id: name,
    state: { ...inputs, ...address(world), arn: arn(name) },
  });
  return { make, update: make };
};

export const rds: Family = {
  "aws:rds/cluster:Cluster": cluster,
  "aws:rds/proxy:Proxy": endpointOf((name) => `arn:aws:rds:::db-proxy:${name}`),
  "aws:rds/clusterInstance:ClusterInstance": endpointOf(() => undefined),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": record,
  "aws:rds/parameterGroup:ParameterGroup": record,
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": record,
  "aws:rds/proxyTarget:ProxyTarget": record,
  "aws:rds/subnetGroup:SubnetGroup": record,
  "aws:secretsmanager/secret:Secret": {
    make: async ({ name, inputs }, { aws }) => {
      const { ARN: arn } = await aws.secrets.send(new CreateSecretCommand({ Name: inputs["name"] ?? name }));
      return { id: arn ?? "", state: { ...inputs, arn } };
    },
    remove: ({ id }, { aws }) =>
      aws.secrets.send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true })),
  },
  "aws:secretsmanager/secretVersion:SecretVersion": put(
    async ({ name, inputs }, { aws }) => {
      await aws.secrets.send(
        new PutSecretValueCommand({ SecretId: inputs["secretId"], SecretString: inputs["secretString"] }),
      );
      return { id: name, state: inputs };
    },
    // A version goes with its secret.
    async () => undefined,
  ),
  // SST's look-up of the service-linked role of RDS, which AWS makes itself.
  "pulumi-nodejs:dynamic:Resource": record,
};
