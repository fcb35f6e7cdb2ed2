import { AttachRolePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { enginePolicy } from "./engine-policy.ts";
import { type Family, record } from "./kind.ts";

export const iam: Family = {
  "aws:iam/role:Role": async ({ name: resource, inputs }, { aws }) => {
    const name: string = inputs["name"] ?? resource;
    const { Role: role } = await aws.iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: inputs["assumeRolePolicy"] }),
    );
    for (const policy of inputs["inlinePolicies"] ?? []) {
      await aws.iam.send(
        new PutRolePolicyCommand({
          RoleName: name,
          PolicyName: policy.name,
          PolicyDocument: enginePolicy(policy.policy),
        }),
      );
    }
    for (const arn of inputs["managedPolicyArns"] ?? []) {
      await aws.iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: arn }));
    }
    return { id: name, state: { ...inputs, name, arn: role?.Arn } };
  },
  // Of the NAT instances: recorded with the network.
  "aws:iam/instanceProfile:InstanceProfile": record,
};
