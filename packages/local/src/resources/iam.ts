import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { DeclaredResource, RecordedResource } from "../program/resource.ts";
import { enginePolicy } from "./engine-policy.ts";
import { type Family, record, updated, type World } from "./kind.ts";

const nameOf = ({ name, inputs }: DeclaredResource): string => inputs["name"] ?? name;
const inlineOf = ({ inputs }: DeclaredResource): { name: string; policy: string }[] =>
  inputs["inlinePolicies"] ?? [];
const managedOf = ({ inputs }: DeclaredResource): string[] => inputs["managedPolicyArns"] ?? [];

async function putPolicies(role: string, resource: DeclaredResource, { aws }: World): Promise<void> {
  for (const { name, policy } of inlineOf(resource)) {
    await aws.iam.send(
      new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: enginePolicy(policy) }),
    );
  }
  for (const arn of managedOf(resource)) {
    await aws.iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: arn }));
  }
}

/** Takes away the policies that `resource` has no more. */
async function dropPolicies(before: RecordedResource, resource: DeclaredResource, { aws }: World) {
  const kept = new Set(inlineOf(resource).map(({ name }) => name));
  for (const { name } of inlineOf(before)) {
    if (kept.has(name)) continue;
    await aws.iam.send(new DeleteRolePolicyCommand({ RoleName: before.id, PolicyName: name }));
  }
  for (const arn of managedOf(before)) {
    if (managedOf(resource).includes(arn)) continue;
    await aws.iam.send(new DetachRolePolicyCommand({ RoleName: before.id, PolicyArn: arn }));
  }
}

export const iam: Family = {
  "aws:iam/role:Role": {
    make: async (resource, world) => {
      const name = nameOf(resource);
      const { Role: role } = await world.aws.iam.send(
        new CreateRoleCommand({
          RoleName: name,
          AssumeRolePolicyDocument: resource.inputs["assumeRolePolicy"],
        }),
      );
      await putPolicies(name, resource, world);
      return { id: name, state: { ...resource.inputs, name, arn: role?.Arn } };
    },
    update: async (resource, world, before) => {
      await world.aws.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: before.id,
          PolicyDocument: resource.inputs["assumeRolePolicy"],
        }),
      );
      await putPolicies(before.id, resource, world);
      await dropPolicies(before, resource, world);
      return updated(resource, before);
    },
    remove: async (resource, world) => {
      await dropPolicies(resource, { ...resource, inputs: {} }, world);
      await world.aws.iam.send(new DeleteRoleCommand({ RoleName: resource.id }));
    },
  },
  // Of the NAT instances: recorded with the network.
  "aws:iam/instanceProfile:InstanceProfile": record,
};
