import type { PaymentView, PaymentViews } from "@accession/core/orders/payment-view";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { paymentViewKey } from "./dynamo-keys.ts";

/** Beside the order. A later version replaces an earlier one, in whatever order their events come. */
export function dynamoPaymentViews(client: DynamoDBDocumentClient, table: string): PaymentViews {
  return {
    async put(tenantId, orderId, view) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...paymentViewKey(tenantId, orderId), version: view.version, view },
            ConditionExpression: "attribute_not_exists(pk) OR version < :version",
            ExpressionAttributeValues: { ":version": view.version },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async find(tenantId, orderId) {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: table, Key: paymentViewKey(tenantId, orderId), ConsistentRead: true }),
      );
      return item?.["view"] as PaymentView | undefined;
    },
  };
}
