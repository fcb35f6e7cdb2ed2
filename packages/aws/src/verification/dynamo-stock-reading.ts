/** Articles with their ledgers, from the orders table. */
import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { ReservationState } from "@accession/core/inventory/stock";
import type { Article, StockReading, StockSum } from "@accession/core/verification/verify-stock";
import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { stockKey } from "../dynamo/dynamo-keys.ts";

type Item = Record<string, unknown>;

/** Items that one scan passes; few of them are articles. */
const ITEMS_AT_A_TIME = 2000;
/** How often an article that changes is added up anew. */
const ATTEMPTS = 5;

/** Needs Scan and Query on the table. Nothing of an order leaves the table: the scan asks for keys of articles. */
export function dynamoStockReading(client: DynamoDBDocumentClient, table: string): StockReading {
  async function ledger({ tenantId, sku }: Article): Promise<Ledger> {
    const sum = new Ledger();
    let start: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": stockKey(tenantId, sku).pk },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      for (const item of page.Items ?? []) sum.add(item);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return sum;
  }

  return {
    async articles(tenantId, cursor) {
      const answer = await client.send(
        new ScanCommand({
          TableName: table,
          FilterExpression: "sk = :stock",
          ExpressionAttributeValues: { ":stock": "STOCK" },
          ProjectionExpression: "pk",
          Limit: ITEMS_AT_A_TIME,
          ...(cursor !== undefined && { ExclusiveStartKey: decode(cursor) }),
        }),
      );
      const articles = (answer.Items ?? [])
        .map(({ pk }) => fromStockPk(String(pk)))
        .filter((article) => tenantId === undefined || article.tenantId === tenantId);
      const next = answer.LastEvaluatedKey;
      return { articles, cursor: next === undefined ? undefined : JSON.stringify(next) };
    },

    async sum(article) {
      let before = await ledger(article);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        // Pages are read one after the other: a version that stayed the same says that nothing moved in between.
        const after = await ledger(article);
        if (after.version === before.version) return { ...article, ...after.sums() };
        before = after;
      }
      return undefined;
    },
  };
}

/** Throws `InvalidCursor` for what is no key of the table. */
function decode(cursor: string): Item {
  const key = parse(cursor);
  const { pk, sk, ...rest } = typeof key === "object" && key !== null ? (key as Item) : {};
  if (typeof pk !== "string" || typeof sk !== "string" || pk === "" || Object.keys(rest).length > 0)
    throw new InvalidCursor("/cursor");
  return { pk, sk };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `T#{tenant}#SKU#{sku}`; a SKU may hold any character of its grammar. */
function fromStockPk(pk: string): Article {
  const [, tenantId = "", sku = ""] = /^T#([^#]*)#SKU#(.*)$/s.exec(pk) ?? [];
  return { tenantId, sku };
}

class Ledger {
  version: unknown;
  #available = 0;
  #reserved = 0;
  #moved = 0;
  readonly #reservations: Record<ReservationState, number> = { held: 0, released: 0, fulfilled: 0 };

  add(item: Item): void {
    const sk = String(item["sk"]);
    if (sk === "STOCK") {
      this.version = item["version"];
      this.#available = Number(item["available"]);
      this.#reserved = Number(item["reserved"]);
    } else if (sk.startsWith("MOVEMENT#")) this.#moved += Number(item["quantity"]);
    else if (sk.startsWith("RESERVATION#"))
      this.#reservations[item["state"] as ReservationState] += Number(item["quantity"]);
  }

  sums(): Omit<StockSum, "tenantId" | "sku"> {
    return {
      available: this.#available,
      reserved: this.#reserved,
      moved: this.#moved,
      reservations: this.#reservations,
    };
  }
}
