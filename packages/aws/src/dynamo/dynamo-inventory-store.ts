/** Stock in DynamoDB: reservations of all lines or none, and a ledger of movements. */
import { InsufficientStock, StockVersionMismatch } from "@accession/core/inventory/inventory-errors";
import type { InventoryStore, ReservationRequest } from "@accession/core/inventory/inventory-store";
import type { Movement, ReservationState, Stock } from "@accession/core/inventory/stock";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { movementKey, reservationKey, stockKey } from "./dynamo-keys.ts";
import { StoreUnavailable, type TransactItem, transact } from "./transact.ts";

/** How often a change is decided anew because another one came in between. */
const ATTEMPTS = 5;

export function dynamoInventoryStore(client: DynamoDBDocumentClient, table: string): InventoryStore {
  const read = async (key: { pk: string; sk: string }) =>
    (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  const stockOf = async (tenantId: string, sku: string): Promise<Stock | undefined> => {
    const item = await read(stockKey(tenantId, sku));
    if (item === undefined) return undefined;
    return {
      sku,
      available: Number(item["available"]),
      reserved: Number(item["reserved"]),
      version: Number(item["version"]),
    };
  };

  /** One transaction writes the rows of all lines, so the first line's row speaks for the order. */
  const reservationOf = async (request: ReservationRequest): Promise<ReservationState | undefined> => {
    const [first] = request.lines;
    if (first === undefined) return undefined;
    const item = await read(reservationKey(request.tenantId, first.sku, request.orderId));
    return item?.["state"] as ReservationState | undefined;
  };

  /** Adds to what is available and held, if the attribute named has at least so much; without it, in any case. */
  const changeStock = (
    tenantId: string,
    sku: string,
    change: { readonly available: number; readonly reserved: number },
    atLeast?: { readonly of: "available" | "reserved"; readonly quantity: number },
  ): TransactItem => ({
    Update: {
      TableName: table,
      Key: stockKey(tenantId, sku),
      UpdateExpression: "ADD available :available, reserved :reserved, version :one",
      ...(atLeast !== undefined && { ConditionExpression: `${atLeast.of} >= :atLeast` }),
      ExpressionAttributeValues: {
        ":available": change.available,
        ":reserved": change.reserved,
        ":one": 1,
        ...(atLeast !== undefined && { ":atLeast": atLeast.quantity }),
      },
    },
  });

  /** Ends a reservation that is held, and moves what it held. */
  const end = (request: ReservationRequest, state: "released" | "fulfilled") =>
    transact(
      client,
      request.lines.flatMap(({ sku, quantity }): TransactItem[] => [
        {
          Update: {
            TableName: table,
            Key: reservationKey(request.tenantId, sku, request.orderId),
            UpdateExpression: "SET #state = :state, endedAt = :at",
            ConditionExpression: "#state = :held",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":state": state, ":held": "held", ":at": request.at },
          },
        },
        changeStock(
          request.tenantId,
          sku,
          { available: state === "released" ? quantity : 0, reserved: -quantity },
          { of: "reserved", quantity },
        ),
      ]),
    );

  const newReservation = (
    request: ReservationRequest,
    sku: string,
    quantity: number,
    state: ReservationState,
  ): TransactItem => ({
    Put: {
      TableName: table,
      Item: { ...reservationKey(request.tenantId, sku, request.orderId), quantity, state, at: request.at },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  });

  return {
    async reserve(request) {
      const { tenantId, lines } = request;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const result = await transact(
          client,
          lines.flatMap(({ sku, quantity }) => [
            newReservation(request, sku, quantity, "held"),
            changeStock(
              tenantId,
              sku,
              { available: -quantity, reserved: quantity },
              { of: "available", quantity },
            ),
          ]),
        );
        if (result.outcome === "written") return { outcome: "held" };
        // Asked first: once the order has its stock, there may be too little left for it to have it again.
        const state = await reservationOf(request);
        if (state !== undefined) return { outcome: state === "released" ? "released" : "held" };
        const short = lines.filter((_, index) => result.failed.has(index * 2 + 1)).map(({ sku }) => sku);
        if (short.length > 0) return { outcome: "out-of-stock", skus: short };
      }
      throw new StoreUnavailable();
    },

    async release(request) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const state = await reservationOf(request);
        if (state === "released" || state === "fulfilled") return;
        const result =
          state === "held"
            ? await end(request, "released")
            : await transact(
                client,
                request.lines.map(({ sku, quantity }) => newReservation(request, sku, quantity, "released")),
              );
        if (result.outcome === "written") return;
      }
      throw new StoreUnavailable();
    },

    async fulfil(request) {
      const result = await end(request, "fulfilled");
      if (result.outcome === "written" || (await reservationOf(request)) === "fulfilled") return;
      throw new Error("stock that is not held cannot leave");
    },

    get: stockOf,

    async set(tenantId, sku, available, expectedVersion, count) {
      const current = await stockOf(tenantId, sku);
      if ((current?.version ?? 0) !== expectedVersion) throw new StockVersionMismatch();
      const quantity = available - (current?.available ?? 0);
      const next: Stock = { sku, available, reserved: current?.reserved ?? 0, version: expectedVersion + 1 };
      const condition =
        current === undefined
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "version = :before",
              ExpressionAttributeValues: { ":before": expectedVersion },
            };
      const result = await transact(client, [
        { Put: { TableName: table, Item: { ...stockKey(tenantId, sku), ...next }, ...condition } },
        {
          Put: {
            TableName: table,
            Item: toMovementItem(tenantId, sku, { ...count, kind: "counted", quantity }),
          },
        },
      ]);
      if (result.outcome === "refused") throw new StockVersionMismatch();
      return next;
    },

    async move(tenantId, sku, movement) {
      const { quantity } = movement;
      // What goes must be there; what comes may be the first of its kind.
      const atLeast = quantity < 0 ? ({ of: "available", quantity: -quantity } as const) : undefined;
      const result = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: toMovementItem(tenantId, sku, movement),
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        changeStock(tenantId, sku, { available: quantity, reserved: 0 }, atLeast),
      ]);
      const repeated = result.outcome === "refused" && result.failed.has(0);
      if (result.outcome === "refused" && !repeated) throw new InsufficientStock();
      const stock = await stockOf(tenantId, sku);
      if (stock === undefined) throw new StoreUnavailable();
      return stock;
    },
  };
}

function toMovementItem(tenantId: string, sku: string, movement: Movement): Record<string, unknown> {
  return { ...movementKey(tenantId, sku, movement.id), ...movement };
}
