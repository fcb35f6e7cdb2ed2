import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { type Family, pascalCase } from "./kind.ts";

/** Settings of a pool that the API names as the provider does, but for the first letter. */
const POOL_SETTINGS = [
  "lambdaConfig",
  "usernameAttributes",
  "aliasAttributes",
  "mfaConfiguration",
  "deletionProtection",
];

const pick = (inputs: Record<string, unknown>, names: readonly string[]): object =>
  pascalCase(
    Object.fromEntries(names.flatMap((name) => (name in inputs ? [[name, inputs[name]]] : []))),
  ) as object;

export const cognito: Family = {
  "aws:cognito/userPool:UserPool": async ({ inputs }, { aws }) => {
    const { UserPool: pool } = await aws.cognito.send(
      new CreateUserPoolCommand({
        PoolName: inputs["name"],
        ...pick(inputs, [
          ...POOL_SETTINGS,
          "usernameConfiguration",
          "adminCreateUserConfig",
          "autoVerifiedAttributes",
        ]),
        Schema: (inputs["schemas"] ?? []).map(pascalCase),
        ...(inputs["passwordPolicy"] && {
          Policies: { PasswordPolicy: pascalCase(inputs["passwordPolicy"]) as object },
        }),
      }),
    );
    const id = pool?.Id ?? "";
    const endpoint = `cognito-idp.${ENGINE_REGION}.amazonaws.com/${id}`;
    return { id, state: { ...inputs, arn: pool?.Arn, endpoint } };
  },
  "aws:cognito/resourceServer:ResourceServer": async ({ inputs }, { aws }) => {
    await aws.cognito.send(
      new CreateResourceServerCommand({
        UserPoolId: inputs["userPoolId"],
        Identifier: inputs["identifier"],
        Name: inputs["name"],
        Scopes: inputs["scopes"].map(pascalCase),
      }),
    );
    return { id: `${inputs["userPoolId"]}|${inputs["identifier"]}`, state: inputs };
  },
  "aws:cognito/userPoolClient:UserPoolClient": async ({ inputs }, { aws }) => {
    const { userPoolId, name, generateSecret, tokenValidityUnits, ...rest } = inputs;
    const { UserPoolClient: client } = await aws.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: userPoolId,
        ClientName: name,
        GenerateSecret: generateSecret,
        TokenValidityUnits: pascalCase(tokenValidityUnits ?? {}) as object,
        ...pick(rest, [
          "explicitAuthFlows",
          "writeAttributes",
          "readAttributes",
          "accessTokenValidity",
          "refreshTokenValidity",
          "preventUserExistenceErrors",
          "enableTokenRevocation",
        ]),
      }),
    );
    return { id: client?.ClientId ?? "", state: { ...inputs, clientSecret: client?.ClientSecret ?? "" } };
  },
};
