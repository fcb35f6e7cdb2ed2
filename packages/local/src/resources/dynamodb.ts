import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  type GlobalSecondaryIndex,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, updated, type World } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

interface Index {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
}

const keySchema = (hashKey: string, rangeKey?: string) => [
  { AttributeName: hashKey, KeyType: "HASH" as const },
  ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" as const }]),
];
const globalIndex = (index: Index): GlobalSecondaryIndex & { IndexName: string } => ({
  IndexName: index.name,
  KeySchema: keySchema(index.hashKey, index.rangeKey),
  Projection: { ProjectionType: index.projectionType },
});
const indexesOf = (inputs: Inputs): Index[] => inputs["globalSecondaryIndexes"] ?? [];
const attributesOf = (inputs: Inputs): AttributeDefinition[] =>
  inputs["attributes"].map(({ name, type }: { name: string; type: "S" | "N" | "B" }) => ({
    AttributeName: name,
    AttributeType: type,
  }));

/** What the API takes in calls of their own. */
async function putSettings(inputs: Inputs, { aws }: World): Promise<void> {
  const name: string = inputs["name"];
  if (inputs["ttl"]?.enabled === true) {
    const specification = { Enabled: true, AttributeName: inputs["ttl"].attributeName };
    await aws.dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: specification }),
    );
  }
  if (inputs["pointInTimeRecovery"]?.enabled === true) {
    const specification = { PointInTimeRecoveryEnabled: true };
    await aws.dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: specification,
      }),
    );
  }
}

export const dynamodb: Family = {
  "aws:dynamodb/table:Table": {
    fixed: ["hashKey", "rangeKey", "streamEnabled", "streamViewType"],
    make: async ({ inputs }, world) => {
      const indexes = indexesOf(inputs);
      const { TableDescription: table } = await world.aws.dynamodb.send(
        new CreateTableCommand({
          TableName: inputs["name"],
          AttributeDefinitions: attributesOf(inputs),
          KeySchema: keySchema(inputs["hashKey"], inputs["rangeKey"]),
          BillingMode: inputs["billingMode"] ?? "PAY_PER_REQUEST",
          DeletionProtectionEnabled: inputs["deletionProtectionEnabled"],
          ...(inputs["serverSideEncryption"]?.enabled === true && { SSESpecification: { Enabled: true } }),
          ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(globalIndex) }),
          ...(inputs["streamEnabled"] === true && {
            StreamSpecification: { StreamEnabled: true, StreamViewType: inputs["streamViewType"] },
          }),
        }),
      );
      await putSettings(inputs, world);
      return {
        id: inputs["name"],
        state: { ...inputs, arn: table?.TableArn, streamArn: table?.LatestStreamArn },
      };
    },
    update: async (resource, world, before) => {
      const { inputs } = resource;
      const had = new Map(indexesOf(before.inputs).map((index) => [index.name, JSON.stringify(index)]));
      const has = new Map(indexesOf(inputs).map((index) => [index.name, index]));
      // One change of an index per call, as DynamoDB wants it; a changed one is dropped and made anew.
      const drop = [...had].filter(([name, text]) => JSON.stringify(has.get(name)) !== text);
      const add = [...has.values()].filter((index) => had.get(index.name) !== JSON.stringify(index));
      const changes = [
        ...drop.map(([name]) => ({ Delete: { IndexName: name } })),
        ...add.map((index) => ({ Create: globalIndex(index) })),
      ];
      for (const change of changes) {
        await world.aws.dynamodb.send(
          new UpdateTableCommand({
            TableName: before.id,
            AttributeDefinitions: attributesOf(inputs),
            GlobalSecondaryIndexUpdates: [change],
          }),
        );
      }
      await putSettings(inputs, world);
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.dynamodb.send(new DeleteTableCommand({ TableName: id })),
  },
};
