/** Where answers of finished requests are kept. One of the few readers of `Resource`; everything on first use. */
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { Resource } from "sst";
import { lazy } from "./lazy.ts";

/** Needs the link `IdempotencyTable`. */
export const responseCache = lazy(
  () => new DynamoDBPersistenceLayer({ tableName: Resource.IdempotencyTable.name }),
);
