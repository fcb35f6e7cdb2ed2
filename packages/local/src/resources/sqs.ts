import { CreateQueueCommand, DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import type { DeclaredResource } from "../program/resource.ts";
import { enginePolicy } from "./engine-policy.ts";
import { type Family, put, updated } from "./kind.ts";

/** The provider's name of each attribute that the API takes as text. */
const ATTRIBUTES = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  messageRetentionSeconds: "MessageRetentionPeriod",
  delaySeconds: "DelaySeconds",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
} as const;

const attributesOf = (inputs: DeclaredResource["inputs"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ATTRIBUTES).flatMap(([from, to]) =>
      inputs[from] === undefined ? [] : [[to, String(inputs[from])]],
    ),
  );

export const sqs: Family = {
  "aws:sqs/queue:Queue": {
    make: async ({ inputs }, { aws }) => {
      const { QueueUrl: url } = await aws.sqs.send(
        new CreateQueueCommand({ QueueName: inputs["name"], Attributes: attributesOf(inputs) }),
      );
      const arn = `arn:aws:sqs:${ENGINE_REGION}:${ACCOUNT}:${inputs["name"]}`;
      return { id: url ?? "", state: { ...inputs, arn, url } };
    },
    update: async (resource, { aws }, before) => {
      await aws.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl: before.id, Attributes: attributesOf(resource.inputs) }),
      );
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.sqs.send(new DeleteQueueCommand({ QueueUrl: id })),
  },
  "aws:sqs/queuePolicy:QueuePolicy": put(
    async ({ name, inputs }, { aws }) => {
      await aws.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: inputs["queueUrl"],
          Attributes: { Policy: enginePolicy(inputs["policy"]) },
        }),
      );
      return { id: name, state: inputs };
    },
    ({ inputs }, { aws }) =>
      aws.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl: inputs["queueUrl"], Attributes: { Policy: "" } }),
      ),
    ["queueUrl"],
  ),
};
