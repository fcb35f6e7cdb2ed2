import { CreateQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import { enginePolicy } from "./engine-policy.ts";
import type { Family } from "./kind.ts";

/** The provider's name of each attribute that the API takes as text. */
const ATTRIBUTES = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  messageRetentionSeconds: "MessageRetentionPeriod",
  delaySeconds: "DelaySeconds",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
} as const;

export const sqs: Family = {
  "aws:sqs/queue:Queue": async ({ inputs }, { aws }) => {
    const attributes = Object.fromEntries(
      Object.entries(ATTRIBUTES).flatMap(([from, to]) =>
        inputs[from] === undefined ? [] : [[to, String(inputs[from])]],
      ),
    );
    const { QueueUrl: url } = await aws.sqs.send(
      new CreateQueueCommand({ QueueName: inputs["name"], Attributes: attributes }),
    );
    const arn = `arn:aws:sqs:${ENGINE_REGION}:${ACCOUNT}:${inputs["name"]}`;
    return { id: url ?? "", state: { ...inputs, arn, url } };
  },
  "aws:sqs/queuePolicy:QueuePolicy": async ({ name, inputs }, { aws }) => {
    await aws.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: inputs["queueUrl"],
        Attributes: { Policy: enginePolicy(inputs["policy"]) },
      }),
    );
    return { id: name, state: inputs };
  },
};
