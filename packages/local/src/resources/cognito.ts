import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, pascalCase, updated } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

const pick = (inputs: Inputs, names: readonly string[]): object =>
  pascalCase(
    Object.fromEntries(names.flatMap((name) => (name in inputs ? [[name, inputs[name]]] : []))),
  ) as object;

/** Settings of a pool that may change. The API names them as the provider does, but for the first letter. */
const poolSettings = (inputs: Inputs) => ({
  ...pick(inputs, [
    "lambdaConfig",
    "mfaConfiguration",
    "deletionProtection",
    "adminCreateUserConfig",
    "autoVerifiedAttributes",
  ]),
  ...(inputs["passwordPolicy"] && {
    Policies: { PasswordPolicy: pascalCase(inputs["passwordPolicy"]) as object },
  }),
});
const resourceServerSettings = (inputs: Inputs) => ({
  UserPoolId: inputs["userPoolId"],
  Identifier: inputs["identifier"],
  Name: inputs["name"],
  Scopes: inputs["scopes"].map(pascalCase),
});
const clientSettings = (inputs: Inputs) => ({
  UserPoolId: inputs["userPoolId"],
  ClientName: inputs["name"],
  TokenValidityUnits: pascalCase(inputs["tokenValidityUnits"] ?? {}) as object,
  ...pick(inputs, [
    "explicitAuthFlows",
    "writeAttributes",
    "readAttributes",
    "accessTokenValidity",
    "refreshTokenValidity",
    "preventUserExistenceErrors",
    "enableTokenRevocation",
  ]),
});

export const cognito: Family = {
  "aws:cognito/userPool:UserPool": {
    fixed: ["schemas", "usernameAttributes", "aliasAttributes", "usernameConfiguration"],
    make: async ({ inputs }, { aws }) => {
      const { UserPool: pool } = await aws.cognito.send(
        new CreateUserPoolCommand({
          PoolName: inputs["name"],
          ...poolSettings(inputs),
          ...pick(inputs, ["usernameAttributes", "aliasAttributes", "usernameConfiguration"]),
          Schema: (inputs["schemas"] ?? []).map(pascalCase),
        }),
      );
      const id = pool?.Id ?? "";
      const endpoint = `cognito-idp.${ENGINE_REGION}.amazonaws.com/${id}`;
      return { id, state: { ...inputs, arn: pool?.Arn, endpoint } };
    },
    update: async (resource, { aws }, before) => {
      await aws.cognito.send(
        new UpdateUserPoolCommand({ ...poolSettings(resource.inputs), UserPoolId: before.id }),
      );
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id })),
  },
  "aws:cognito/resourceServer:ResourceServer": {
    fixed: ["userPoolId", "identifier"],
    make: async ({ inputs }, { aws }) => {
      await aws.cognito.send(new CreateResourceServerCommand(resourceServerSettings(inputs)));
      return { id: `${inputs["userPoolId"]}|${inputs["identifier"]}`, state: inputs };
    },
    update: async (resource, { aws }, before) => {
      await aws.cognito.send(new UpdateResourceServerCommand(resourceServerSettings(resource.inputs)));
      return updated(resource, before);
    },
    remove: ({ inputs }, { aws }) =>
      aws.cognito.send(
        new DeleteResourceServerCommand({
          UserPoolId: inputs["userPoolId"],
          Identifier: inputs["identifier"],
        }),
      ),
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    fixed: ["userPoolId", "generateSecret"],
    make: async ({ inputs }, { aws }) => {
      const { UserPoolClient: client } = await aws.cognito.send(
        new CreateUserPoolClientCommand({
          ...clientSettings(inputs),
          GenerateSecret: inputs["generateSecret"],
        }),
      );
      return { id: client?.ClientId ?? "", state: { ...inputs, clientSecret: client?.ClientSecret ?? "" } };
    },
    update: async (resource, { aws }, before) => {
      await aws.cognito.send(
        new UpdateUserPoolClientCommand({ ...clientSettings(resource.inputs), ClientId: before.id }),
      );
      return updated(resource, before);
    },
    remove: ({ id, inputs }, { aws }) =>
      aws.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: inputs["userPoolId"], ClientId: id })),
  },
};
