import { getStock, putStock } from "@accession/cli/client/inventory";
import { listOrders, placeOrder } from "@accession/cli/client/orders";
import type { DemoContext } from "./demo-context.ts";
import { printTimeline, whenFinal } from "./final-order.ts";
import { showMail } from "./show-mail.ts";

const CUSTOMER = { email: "ward-3@clinic.example", phone: "+493012345678" };
const SKU = "GADOLINIUM-10ML";
const STOCK = 10;

/** A goods order of the demo: two vials of contrast agent, unless it says otherwise. */
export function goodsOrder(
  changes: {
    readonly sku?: string;
    readonly quantity?: number;
    readonly token?: string;
    readonly notify?: { readonly email?: string; readonly phone?: string };
  } = {},
) {
  return {
    kind: "goods",
    lines: [
      {
        sku: changes.sku ?? SKU,
        quantity: changes.quantity ?? 2,
        unitPrice: { amount: 4_950, currency: "EUR" },
      },
    ],
    paymentToken: changes.token ?? "tok_approve",
    shipTo: { addressReference: "radiology-dock-2" },
    ...(changes.notify !== undefined && { notify: changes.notify }),
  };
}

interface Story {
  readonly title: string;
  readonly key: string;
  readonly request: unknown;
  readonly status: string;
  readonly reason?: string;
}

const STORIES: readonly Story[] = [
  {
    title: "goods that are paid and shipped",
    key: "demo-approved",
    request: goodsOrder({ notify: CUSTOMER }),
    status: "COMPLETED",
  },
  {
    title: "goods whose payment is declined",
    key: "demo-declined",
    request: goodsOrder({ token: "tok_decline" }),
    status: "FAILED",
    reason: "card-declined",
  },
  {
    title: "more goods than there are",
    key: "demo-out-of-stock",
    request: goodsOrder({ quantity: STOCK + 1 }),
    status: "FAILED",
    reason: "out-of-stock",
  },
];

/** Orders that complete, are declined, are out of stock, and are sent twice; the stock must come out right. */
export async function placeOrders(context: DemoContext): Promise<void> {
  const { api, progress, expectations } = context;
  const before = await getStock(api, SKU);
  await putStock(api, SKU, STOCK, before?.version ?? 0);
  progress.line(`\nOrders of goods, with ${STOCK} × ${SKU} in stock`);
  for (const story of STORIES) {
    const { order, correlationId } = await placeOrder(api, story.request, story.key);
    const final = await progress.step(`  ${story.title}`, () => whenFinal(context, order.id));
    printTimeline(context, final);
    expectations.equal(`${story.title}: ${story.status}`, final.status, story.status);
    if (story.reason !== undefined) expectations.equal(`${story.title}: why`, final.reason, story.reason);
    expectations.expect(
      `${story.title}: one correlation id from the request to the end`,
      final.timeline.every((entry) => entry.correlationId === correlationId),
      final.timeline,
    );
  }
  await sameRequestAgain(context);
  const stock = await getStock(api, SKU);
  expectations.equal("the stock is what was bought less what was shipped", stock?.available, STOCK - 2);
  expectations.equal("nothing is held for orders that failed", stock?.reserved, 0);
}

async function sameRequestAgain(context: DemoContext): Promise<void> {
  const { api, progress, expectations } = context;
  const first = await placeOrder(api, goodsOrder({ notify: CUSTOMER }), "demo-approved");
  expectations.expect("the same request with one key is answered from the first", first.replayed, first);
  const ofThisArticle: string[] = [];
  for await (const { items } of listOrders(api, { status: "COMPLETED" })) {
    ofThisArticle.push(
      ...items.filter(({ lines }) => lines.some(({ sku }) => sku === SKU)).map(({ id }) => id),
    );
  }
  expectations.equal("two requests with one key make one order", ofThisArticle, [first.order.id]);
  progress.line(`✓   the same request twice with one key: one order, ${first.order.id}`);
  await showMail(context, first.order.id, CUSTOMER);
}
