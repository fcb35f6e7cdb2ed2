import { production } from "./stage.ts";

const protectedTable = (args: aws.dynamodb.TableArgs): undefined => {
  args.pointInTimeRecovery = { enabled: true };
  args.serverSideEncryption = { enabled: true };
  args.deletionProtectionEnabled = production;
};

/** Orders, their timeline and outbox, and the stock with its movements: one table, so one transaction. */
export const ordersTable = new sst.aws.Dynamo("OrdersData", {
  fields: {
    pk: "string",
    sk: "string",
    gsi1pk: "string",
    gsi1sk: "string",
    gsi2pk: "string",
    gsi2sk: "string",
    gsi3pk: "string",
    gsi3sk: "string",
  },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  globalIndexes: {
    /** Orders of a tenant by time. */
    byTenant: { hashKey: "gsi1pk", rangeKey: "gsi1sk" },
    /** Outbox items that the stream has not published yet: sparse and sharded. */
    unpublished: { hashKey: "gsi2pk", rangeKey: "gsi2sk" },
    /** Orders that have not ended, by the time of the next look at them: sparse and sharded. */
    unfinished: { hashKey: "gsi3pk", rangeKey: "gsi3sk", projection: "keys-only" },
  },
  stream: "new-image",
  ttl: "expiresAt",
  transform: { table: protectedTable },
});

/** Responses of finished requests, for 24 hours. A cache: the guarantee is each effect's conditional write. */
const idempotencyTable = new sst.aws.Dynamo("IdempotencyData", {
  fields: { id: "string" },
  primaryIndex: { hashKey: "id" },
  stream: "keys-only",
  ttl: "expiration",
  transform: { table: protectedTable },
});

export const orders = new sst.Linkable("OrdersTable", { properties: { name: ordersTable.name } });
export const idempotency = new sst.Linkable("IdempotencyTable", {
  properties: { name: idempotencyTable.name },
});

const onOrders = (actions: string[]) => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: [ordersTable.arn],
});

/** One order, or the stock of one article. */
export const getOrders = onOrders(["GetItem"]);
/** An order with its timeline. */
export const readOrders = onOrders(["GetItem", "Query"]);
/** Moves an order: its record, its timeline and its outbox are put in one transaction. */
export const moveOrders = onOrders(["GetItem", "PutItem"]);
/** Moves stock as well: counters are updated in place. */
export const moveStock = onOrders(["GetItem", "PutItem", "UpdateItem"]);
export const queryOrdersByTenant = {
  actions: ["dynamodb:Query"],
  resources: [$interpolate`${ordersTable.arn}/index/byTenant`],
};
export const queryUnpublished = {
  actions: ["dynamodb:Query"],
  resources: [$interpolate`${ordersTable.arn}/index/unpublished`],
};
export const queryUnfinished = {
  actions: ["dynamodb:Query"],
  resources: [$interpolate`${ordersTable.arn}/index/unfinished`],
};
/** Keeps what an order's payment looks like. */
export const putViews = onOrders(["PutItem"]);
/** Opens and withdraws pick lists. */
export const keepPickLists = onOrders(["PutItem", "UpdateItem"]);
/** Says that a list is picked, and reads it. */
export const pickLists = onOrders(["GetItem", "UpdateItem"]);
/** Who deleted which dead letters: written, and listed. */
export const recordDrops = onOrders(["PutItem"]);
export const listDrops = onOrders(["Query"]);
/** Reads an order, and records beside it who was told of it. */
export const recordNotices = onOrders(["GetItem", "PutItem"]);
/** Looks at orders with their timeline, moves them on, and says when to look again. */
export const sweepOrders = onOrders(["GetItem", "Query", "PutItem", "UpdateItem"]);
/** Orders in bulk, with their timelines, reservations and unpublished events. */
export const verifyOrders = {
  actions: ["dynamodb:Query", "dynamodb:BatchGetItem"],
  resources: [
    ordersTable.arn,
    $interpolate`${ordersTable.arn}/index/byTenant`,
    $interpolate`${ordersTable.arn}/index/unpublished`,
  ],
};
/** Every article with its ledger. No index has the articles: they are looked for among all items. */
export const verifyStock = onOrders(["Scan", "Query"]);
/** Marks an outbox item as published. */
export const markPublished = onOrders(["UpdateItem"]);
export const keepResponses = {
  actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
  resources: [idempotencyTable.arn],
};
