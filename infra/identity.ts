import { SCOPES } from "./scopes.ts";
import { production } from "./stage.ts";

export interface UserPoolArgs {
  /** The pre-token-generation trigger: tenant and scopes come from it. */
  readonly tokenTrigger: sst.aws.FunctionArgs;
}

/** The pool that users sign in to, its resource server with our scopes, and the one client of the API. */
export function userPool(name: string, args: UserPoolArgs) {
  const pool = new sst.aws.CognitoUserPool(name, {
    usernames: ["email"],
    mfa: "optional",
    softwareToken: true,
    triggers: { preTokenGeneration: args.tokenTrigger, preTokenGenerationVersion: "v2" },
    transform: {
      userPool: (pool) => {
        // The lowest tier whose trigger may change access tokens.
        pool.userPoolTier = "ESSENTIALS";
        pool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
        pool.deletionProtection = production ? "ACTIVE" : "INACTIVE";
        pool.passwordPolicy = {
          minimumLength: 12,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSymbols: true,
        };
        pool.schemas = [
          { name: "tenant_id", attributeDataType: "String", mutable: true, stringAttributeConstraints: {} },
        ];
        // SST knows V1 and V2 only; V2 does not fire for machine clients.
        pool.lambdaConfig = $output(pool.lambdaConfig).apply((config) => {
          const trigger = config?.preTokenGenerationConfig;
          if (trigger === undefined) throw new Error("the user pool has no pre-token-generation trigger");
          return { ...config, preTokenGenerationConfig: { ...trigger, lambdaVersion: "V3_0" } };
        });
      },
    },
  });

  const resourceServer = new aws.cognito.ResourceServer(`${name}Scopes`, {
    userPoolId: pool.id,
    identifier: "accession",
    name: "Accession API",
    scopes: SCOPES.map((scope) => ({ scopeName: scope, scopeDescription: `May use ${scope}` })),
  });

  const client = pool.addClient("ApiClient", {
    transform: {
      client: (client) => {
        client.generateSecret = false;
        client.allowedOauthFlowsUserPoolClient = false;
        client.allowedOauthFlows = [];
        client.allowedOauthScopes = [];
        client.callbackUrls = [];
        client.explicitAuthFlows = [
          "ALLOW_USER_PASSWORD_AUTH",
          "ALLOW_USER_SRP_AUTH",
          "ALLOW_REFRESH_TOKEN_AUTH",
        ];
        client.preventUserExistenceErrors = "ENABLED";
        client.accessTokenValidity = 60;
        client.tokenValidityUnits = { accessToken: "minutes", refreshToken: "days" };
        client.refreshTokenValidity = 1;
        client.enableTokenRevocation = true;
        // A user who could write `custom:tenant_id` could become another tenant.
        client.writeAttributes = ["email"];
      },
    },
  });
  return { pool, client, resourceServer };
}
