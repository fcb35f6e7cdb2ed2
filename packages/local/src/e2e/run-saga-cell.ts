/** Runs one order of the table: with its fault, until all is over. */
import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { putStock } from "@accession/cli/client/inventory";
import { decideReview, getOrder } from "@accession/cli/client/orders";
import { goodsOrder } from "../demo/place-orders.ts";
import { waitUntil } from "../engine/wait-until.ts";
import type { BrokenSteps } from "./break-steps.ts";
import { imagingOrder, newNumber, place, scan, whenComplete } from "./imaging-orders.ts";
import { type OrderStores, readStores } from "./order-stores.ts";
import type { Cell } from "./saga-faults.ts";
import { lookAtAll, whenRunEnded } from "./saga-runs.ts";

const PATIENCE_MS = 120_000;

export interface RanCell extends Cell {
  /** How often the fault was there. */
  readonly hits: number;
  /** What became of the order while the fault lasted: the status that a run of it left, if it left one. */
  readonly left: string;
  /** What the stores hold in the end. */
  readonly found: OrderStores;
}

export async function runCell(api: ApiClient, broken: BrokenSteps, cell: Cell): Promise<RanCell> {
  const { id, about } = await begin(api, broken, cell);
  try {
    const left = await goOn(api, broken, id, cell);
    const hits = await broken.hits(id, cell.row.step);
    return { ...cell, hits, left, found: await readStores(api, id, about) };
  } catch (cause) {
    throw new Error(`${id}, ${cell.row.step} ${cell.fault}`, { cause });
  }
}

/** Places an order that takes the cell's step, with its faults planned. */
async function begin(api: ApiClient, broken: BrokenSteps, { row, plan }: Cell) {
  const token = row.story.endsWith("capture") ? "tok_capture_decline" : "tok_approve";
  if (row.story.startsWith("goods")) {
    const sku = `SKU-${randomUUID().slice(0, 8)}`;
    await putStock(api, sku, 5, 0);
    const id = await place(api, goodsOrder({ sku, token }));
    await broken.plan(id, plan);
    return { id, about: { sku } };
  }
  const number = newNumber();
  await scan({ accessionNumber: number });
  await whenComplete(number);
  const id = await place(api, imagingOrder([number], { token }));
  await broken.plan(id, plan);
  return { id, about: { number } };
}

/** Waits for what becomes of the order while the fault lasts, ends the fault, and has the order go on. */
async function goOn(api: ApiClient, broken: BrokenSteps, id: string, cell: Cell): Promise<string> {
  const { row, meanwhile } = cell;
  if (meanwhile === "goes on") {
    await whenRunEnded(id, 1, PATIENCE_MS);
    return "";
  }
  if (meanwhile === "keeps trying") {
    await waitUntil("more tries than the step has retries", PATIENCE_MS, async () =>
      (await broken.hits(id, row.step)) > 10 ? true : undefined,
    );
    const { status } = await getOrder(api, id);
    await broken.plan(id, {});
    await whenRunEnded(id, 1, PATIENCE_MS);
    return status;
  }
  const ended = await whenRunEnded(id, 1, PATIENCE_MS);
  const { status } = await getOrder(api, id);
  await broken.plan(id, {});
  if (meanwhile === "run dies") await lookAtAll();
  else await decideReview(api, id, { verb: "retry", body: { reason: "cause-mended" } }, randomUUID());
  await whenRunEnded(id, 2, PATIENCE_MS);
  return meanwhile === "run dies" ? `${status}, run ${ended}` : status;
}
