import type { MovementRequest } from "@accession/core/inventory/movement-request";
import { z } from "zod";
import { type ApiClient, apiProblem } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

const stockSchema = z.looseObject({
  sku: z.string(),
  available: z.number(),
  /** Held for orders. */
  reserved: z.number(),
  onHand: z.number(),
  version: z.number(),
});
export type Stock = z.infer<typeof stockSchema>;

const ROUTE = "/v1/inventory/{sku}";

/** The stock of an article, or undefined when none was ever recorded. */
export async function getStock(api: ApiClient, sku: string): Promise<Stock | undefined> {
  const answer = await api.call("GET", pathOf(sku));
  if (answer.status === 404) return undefined;
  if (answer.status >= 400) throw apiProblem("GET", ROUTE, answer);
  return parseAnswer(stockSchema, ROUTE, answer.body);
}

/** Says what is available. `version` is that of the stock it replaces; 0 when there must be none yet. */
export async function putStock(
  api: ApiClient,
  sku: string,
  available: number,
  version: number,
): Promise<Stock> {
  const condition: Record<string, string> =
    version === 0 ? { "if-none-match": "*" } : { "if-match": `"${version}"` };
  const body = await api.ask("PUT", pathOf(sku), { body: { available }, headers: condition });
  return parseAnswer(stockSchema, ROUTE, body);
}

export interface NewMovement {
  /** Says the direction: what was received or returned adds, what is damaged or lost takes away. */
  readonly kind: MovementRequest["kind"];
  /** Positive. */
  readonly quantity: number;
}

/** Adds a movement to the ledger, once per idempotency key. Returns the stock after it. */
export async function moveStock(
  api: ApiClient,
  sku: string,
  movement: NewMovement,
  idempotencyKey: string,
): Promise<Stock> {
  const body = await api.ask("POST", `${pathOf(sku)}/movements`, {
    body: movement,
    headers: { "idempotency-key": idempotencyKey },
  });
  return parseAnswer(stockSchema, `${ROUTE}/movements`, body);
}

function pathOf(sku: string): string {
  return `/v1/inventory/${encodeURIComponent(sku)}`;
}
