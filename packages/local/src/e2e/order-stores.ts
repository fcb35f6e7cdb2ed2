/** What every store holds of one order: ours, and the books of the sandbox gateway and carrier. */

import type { ApiClient } from "@accession/cli/client/api-client";
import { getStock } from "@accession/cli/client/inventory";
import { getOrder } from "@accession/cli/client/orders";
import { isOnWorklist, lineStates } from "./imaging-orders.ts";
import { rows } from "./under-test.ts";

export interface OrderStores {
  readonly status: string;
  /** Its history without what people and sweepers did to have it go on, and what was undone in one order. */
  readonly history: readonly string[];
  /** `available/reserved` of its article. */
  readonly stock?: string;
  /** Of its payments, by our record. */
  readonly payments: readonly string[];
  /** Of its payments, by the gateway's books: `status × captures`. */
  readonly gateway: readonly string[];
  /** Of its labels, by the carrier's books. */
  readonly carrier: readonly string[];
  /** Of its lines, by number. */
  readonly lines?: readonly string[];
  readonly studyOnWorklist?: boolean;
}

const GOING_ON = new Set(["order.needs-review", "order.retried", "order.attempt-started"]);

/** A compensation that failed is done when the others are. */
const UNDOING = ["shipment.cancelled", "payment.refunded", "inventory.released", "studies.released"];

function historyOf(types: readonly string[]): readonly string[] {
  const told = types.filter((type) => !GOING_ON.has(type));
  const undone = UNDOING.filter((type) => told.includes(type));
  let next = 0;
  return told.map((type) => (UNDOING.includes(type) ? (undone[next++] ?? type) : type));
}

/** Reads the stores. An order of goods is asked for by its article, one of imaging by its accession number. */
export async function readStores(
  api: ApiClient,
  id: string,
  about: { readonly sku: string } | { readonly number: string },
): Promise<OrderStores> {
  const key = [id.replace(/^ord_/, "")];
  const of = async (sql: string) => (await rows<{ found: string }>(sql, key)).map(({ found }) => found);
  const order = await getOrder(api, id);
  const books = {
    status: order.status,
    history: historyOf(order.timeline.map(({ type }) => type)),
    payments: await of("select status as found from payment where order_id = $1"),
    gateway: await of(
      `select s.status || ' × ' || s.captures as found from sandbox.payment s
       join payment p on p.id::text = s.reference where p.order_id = $1`,
    ),
    carrier: await of("select status as found from sandbox.shipment where reference = $1"),
  };
  if ("sku" in about) {
    const stock = await getStock(api, about.sku);
    return { ...books, stock: `${stock?.available}/${stock?.reserved}` };
  }
  return {
    ...books,
    lines: Object.values(await lineStates(id)),
    studyOnWorklist: await isOnWorklist(api, about.number),
  };
}
