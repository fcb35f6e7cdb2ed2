import { goodsRequest } from "@accession/testing/orders/goods-order";
import { describe, expect, test } from "vitest";
import { MAX_LINES } from "./order.ts";
import { orderRequestSchema } from "./order-request.ts";

const line = { sku: "A", quantity: 1, unitPrice: { amount: 100, currency: "EUR" } };
const problems = (request: unknown) =>
  orderRequestSchema.safeParse(request).error?.issues.map(({ path, code }) => `${path.join("/")} ${code}`);

test("a good order passes as it is", () => {
  expect(orderRequestSchema.parse(goodsRequest())).toEqual(goodsRequest());
  const full = { name: "Ward 3", street: "1 Main St", postalCode: "12345", city: "Town", country: "DE" };
  expect(orderRequestSchema.parse(goodsRequest({ shipTo: full }))).toMatchObject({ shipTo: full });
});

describe("refuses", () => {
  test.each([
    ["no lines", { lines: [] }, "lines too_small"],
    ["too many lines", { lines: Array.from({ length: MAX_LINES + 1 }, () => line) }, "lines too_big"],
    ["a negative quantity", { lines: [{ ...line, quantity: -1 }] }, "lines/0/quantity too_small"],
    ["nothing of an article", { lines: [{ ...line, quantity: 0 }] }, "lines/0/quantity too_small"],
    ["half an article", { lines: [{ ...line, quantity: 0.5 }] }, "lines/0/quantity invalid_type"],
    [
      "a negative price",
      { lines: [{ ...line, unitPrice: { amount: -1, currency: "EUR" } }] },
      "lines/0/unitPrice/amount too_small",
    ],
    [
      "a price with cents as a fraction",
      { lines: [{ ...line, unitPrice: { amount: 9.99, currency: "EUR" } }] },
      "lines/0/unitPrice/amount invalid_type",
    ],
    [
      "an unknown currency form",
      { lines: [{ ...line, unitPrice: { amount: 1, currency: "euro" } }] },
      "lines/0/unitPrice/currency invalid_format",
    ],
    [
      "an article with the character that keys are made with",
      { lines: [{ ...line, sku: "A#B" }] },
      "lines/0/sku invalid_format",
    ],
    ["an unknown field", { priority: "high" }, " unrecognized_keys"],
    ["an unknown field of a line", { lines: [{ ...line, colour: "red" }] }, "lines/0 unrecognized_keys"],
    ["a card number for a token", { paymentToken: "4111111111111111" }, "paymentToken invalid_format"],
    ["half an address", { shipTo: { name: "Ward 3" } }, "shipTo invalid_union"],
    ["another kind", { kind: "books" }, "kind invalid_union"],
    [
      "two currencies",
      { lines: [line, { ...line, unitPrice: { amount: 1, currency: "USD" } }] },
      "lines/1/unitPrice/currency custom",
    ],
    ["nothing to pay", { lines: [{ ...line, unitPrice: { amount: 0, currency: "EUR" } }] }, "lines custom"],
  ])("%s", (_, changes, expected) => {
    expect(problems({ ...goodsRequest(), ...changes })).toEqual([expected]);
  });
});
