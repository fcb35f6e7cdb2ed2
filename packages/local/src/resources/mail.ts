import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  DeleteEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import { type Family, updated } from "./kind.ts";

const arn = (resource: string) => `arn:aws:ses:${ENGINE_REGION}:${ACCOUNT}:${resource}`;

/** SES. The engine takes every identity as verified, and keeps what is sent. */
export const mail: Family = {
  "aws:sesv2/configurationSet:ConfigurationSet": {
    make: async ({ name, inputs }, { aws }) => {
      const set: string = inputs["configurationSetName"] || name;
      await aws.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set }));
      return {
        id: set,
        state: { ...inputs, configurationSetName: set, arn: arn(`configuration-set/${set}`) },
      };
    },
    update: async (resource, _, before) => updated(resource, before),
    fixed: ["configurationSetName"],
    remove: ({ id }, { aws }) =>
      aws.ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: id })),
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    make: async ({ inputs }, { aws }) => {
      const identity: string = inputs["emailIdentity"];
      await aws.ses.send(
        new CreateEmailIdentityCommand({
          EmailIdentity: identity,
          ConfigurationSetName: inputs["configurationSetName"],
        }),
      );
      return { id: identity, state: { ...inputs, arn: arn(`identity/${identity}`) } };
    },
    update: async (resource, _, before) => updated(resource, before),
    fixed: ["emailIdentity", "configurationSetName"],
    remove: ({ id }, { aws }) => aws.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: id })),
  },
};
