import type { GoodsLine, ImagingLine, Order, OrderWithTimeline } from "../client/orders.ts";
import { type Column, fieldLines, Table } from "./table.ts";

/** An order for people: its fields, its lines, its timeline. */
export function orderLines(order: OrderWithTimeline): string[] {
  const timeline = new Table<OrderWithTimeline["timeline"][number]>([
    { title: "AT", value: (entry) => entry.at },
    { title: "EVENT", value: (entry) => entry.type },
    { title: "STATUS", value: (entry) => entry.status },
    { title: "REASON", value: (entry) => entry.reason },
    { title: "CORRELATION ID", value: (entry) => entry.correlationId },
  ]);
  return [
    ...fieldLines({
      Order: order.id,
      Kind: order.kind,
      Status: order.status,
      Reason: order.reason,
      Note: order.note,
      Total: moneyText(order.total),
      Placed: order.placedAt,
      Deadline: order.deadline,
    }),
    "",
    ...whatWasOrdered(order.lines),
    "",
    ...timeline.lines(order.timeline),
  ];
}

const GOODS: readonly Column<GoodsLine>[] = [
  { title: "SKU", value: (line) => line.sku },
  { title: "QUANTITY", value: (line) => line.quantity, align: "right" },
  { title: "UNIT PRICE", value: (line) => moneyText(line.unitPrice), align: "right" },
];

const IMAGING: readonly Column<ImagingLine>[] = [
  { title: "ACCESSION NUMBER", value: (line) => line.accessionNumber },
  { title: "ISSUER", value: (line) => line.issuer },
  { title: "PROCEDURE", value: (line) => line.procedureCode },
  { title: "MODALITY", value: (line) => line.modality },
  { title: "PATIENT ID", value: (line) => line.patient.patientId },
  { title: "PRICE", value: (line) => moneyText(line.price), align: "right" },
];

function whatWasOrdered(lines: OrderWithTimeline["lines"]): string[] {
  const isGoods = (list: OrderWithTimeline["lines"]): list is GoodsLine[] =>
    list[0] !== undefined && "sku" in list[0];
  return isGoods(lines) ? new Table(GOODS).lines(lines) : new Table(IMAGING).lines(lines);
}

/** The numbers that the studies of an imaging order carry, also those that it was given; undefined of goods. */
export function accessionNumbersText({ lines }: Pick<Order, "lines">): string | undefined {
  const numbers = lines.flatMap((line) => ("accessionNumber" in line ? [String(line.accessionNumber)] : []));
  return numbers.length === 0 ? undefined : [...new Set(numbers)].join(", ");
}

/** `{ amount: 1999, currency: "EUR" }` → `19.99 EUR`, with as many decimals as ISO 4217 gives the currency. */
export function moneyText({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
