import {
  CreateTableCommand,
  type GlobalSecondaryIndex,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { Family } from "./kind.ts";

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

const globalIndex = (index: Index): GlobalSecondaryIndex => ({
  IndexName: index.name,
  KeySchema: keySchema(index.hashKey, index.rangeKey),
  Projection: { ProjectionType: index.projectionType },
});

export const dynamodb: Family = {
  "aws:dynamodb/table:Table": async ({ inputs }, { aws }) => {
    const name: string = inputs["name"];
    const indexes: Index[] = inputs["globalSecondaryIndexes"] ?? [];
    const { TableDescription: table } = await aws.dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: inputs["attributes"].map(
          (attribute: { name: string; type: "S" | "N" | "B" }) => ({
            AttributeName: attribute.name,
            AttributeType: attribute.type,
          }),
        ),
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
    return {
      id: name,
      state: { ...inputs, arn: table?.TableArn, streamArn: table?.LatestStreamArn },
    };
  },
};
