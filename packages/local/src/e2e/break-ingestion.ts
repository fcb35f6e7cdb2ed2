import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { system } from "./under-test.ts";

/** Of a queue of the program, by its name there without `Queue`. */
export const queueUrl = (name: string) =>
  String(system.resources.find((resource) => resource.name === `${name}Queue`)?.state["url"]);

/**
 * Breaks the consumer of the uploads' events for one folder (a beginning of keys): its role may not read there. Nor may it postpone messages,
 * and the queue brings them back soon, so that five failures take seconds. Returns what mends it.
 */
export async function breakIngestion(folder: string): Promise<() => Promise<void>> {
  const { Role = "" } = await system.aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "accession-local-on-file-uploaded" }),
  );
  const denial = { RoleName: Role.split("/").at(-1) ?? "", PolicyName: "broken" };
  const visibility = (seconds: number) =>
    system.aws.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl("Ingest"),
        Attributes: { VisibilityTimeout: String(seconds) },
      }),
    );
  const usual = system.resources.find(({ name }) => name === "IngestQueue")?.inputs[
    "visibilityTimeoutSeconds"
  ];
  await visibility(3);
  await system.aws.iam.send(
    new PutRolePolicyCommand({
      ...denial,
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Action: ["s3:GetObject", "s3:GetObjectVersion"],
            Resource: [`arn:aws:s3:::${system.endpoints.uploadsBucket}/${folder}/*`],
          },
          {
            Effect: "Deny",
            Action: ["sqs:ChangeMessageVisibility", "sqs:ChangeMessageVisibilityBatch"],
            Resource: "*",
          },
        ],
      }),
    }),
  );
  return async () => {
    await system.aws.iam.send(new DeleteRolePolicyCommand(denial));
    await visibility(Number(usual));
  };
}
