import { randomBytes } from "node:crypto";
import { registerTenant } from "@accession/aws/postgres/register-tenant";
import type { LocalTenant } from "@accession/cli/client/endpoints";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { Client } from "pg";
import type { AwsClients } from "../resources/aws-clients.ts";

/** Fixed ids, so that what one reads in a log or a URL stays the same between runs. */
const TENANTS = [
  { slug: "demo", id: "01990000-0000-7000-8000-00000000de30" },
  { slug: "other", id: "01990000-0000-7000-8000-00000000de31" },
] as const;

/** How long a study must be quiet before it is complete. Short, so that one can watch it. */
const QUIET_PERIOD_SECONDS = 3;

/** The groups that the token trigger knows; what they may do is in its table. */
const GROUPS = ["system-operators", "operators", "clerks", "readers"];

/** Registers the two demo tenants, with a user each who may do everything in it. */
export async function makeTenants(
  aws: AwsClients,
  userPoolId: string,
  ownerUrl: string,
): Promise<LocalTenant[]> {
  for (const group of GROUPS) {
    await aws.cognito.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: group }));
  }
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const tenants: LocalTenant[] = [];
    for (const { slug, id } of TENANTS) {
      await registerTenant(owner, {
        id,
        slug,
        quietPeriodSeconds: QUIET_PERIOD_SECONDS,
        notifications: { operators: { email: [`operators@${slug}.example`] } },
      });
      const user = {
        username: `operator@${slug}.example`,
        password: `${randomBytes(12).toString("base64url")}Aa1!`,
      };
      // The first one also plays the operator of the whole system.
      const groups = slug === "demo" ? ["operators", "system-operators"] : ["operators"];
      await makeUser(aws, userPoolId, { ...user, tenantId: id, groups });
      tenants.push({ slug, id, user });
    }
    return tenants;
  } finally {
    await owner.end();
  }
}

export interface NewUser {
  readonly username: string;
  readonly password: string;
  readonly tenantId: string;
  readonly groups: readonly string[];
}

/** A user who can sign in at once: the invitation that an administrator would send is skipped. */
export async function makeUser(aws: AwsClients, userPoolId: string, user: NewUser): Promise<void> {
  await aws.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: user.username,
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: user.username },
        { Name: "email_verified", Value: "true" },
        { Name: "custom:tenant_id", Value: user.tenantId },
      ],
    }),
  );
  await aws.cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: user.username,
      Password: user.password,
      Permanent: true,
    }),
  );
  for (const group of user.groups) {
    await aws.cognito.send(
      new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: user.username, GroupName: group }),
    );
  }
}
