import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CliError } from "./cli-error.ts";
import type { Endpoints } from "./endpoints.ts";

/** Signs a user in at the Cognito pool and returns the access token, which carries tenant and scopes. */
export async function signIn(
  endpoints: Endpoints,
  user: { readonly username: string; readonly password: string },
): Promise<string> {
  const { endpoint, region, accessKeyId, secretAccessKey } = endpoints.aws;
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  try {
    const answer = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId: endpoints.userPool.clientId,
        AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
      }),
    );
    const token = answer.AuthenticationResult?.AccessToken;
    if (token === undefined) throw new Error(`the pool asks for ${answer.ChallengeName ?? "more"}`);
    return token;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("sign-in-failed", `${user.username} could not sign in: ${reason}`, undefined, {
      cause,
    });
  } finally {
    cognito.destroy();
  }
}

/** An access token of the user of one local tenant. */
export async function signInAsTenant(endpoints: Endpoints, slug: string): Promise<string> {
  const tenant = endpoints.tenants.find((candidate) => candidate.slug === slug);
  if (tenant === undefined) {
    const known = endpoints.tenants.map((candidate) => candidate.slug).join(", ");
    throw new CliError("unknown-tenant", `There is no tenant "${slug}" here.`, `Use one of: ${known}.`);
  }
  return signIn(endpoints, tenant.user);
}
