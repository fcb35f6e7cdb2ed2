import { expect, test } from "vitest";
import { quantitiesBySku, totalOf } from "./lines.ts";

const line = (sku: string, quantity: number, amount = 100) => ({
  sku,
  quantity,
  unitPrice: { amount, currency: "EUR" },
});

test("an article on several lines is reserved once, and articles are in one order", () => {
  expect(quantitiesBySku([line("B", 1), line("A", 2), line("B", 3)])).toEqual([
    { sku: "A", quantity: 2 },
    { sku: "B", quantity: 4 },
  ]);
});

test("the total is the sum of the lines in minor units", () => {
  expect(totalOf([line("A", 3, 333), line("B", 1, 1)])).toEqual({ amount: 1000, currency: "EUR" });
});
