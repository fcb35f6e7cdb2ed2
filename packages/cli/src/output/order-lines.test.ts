import { expect, test } from "vitest";
import { moneyText } from "./order-lines.ts";

test.each([
  [1999, "EUR", "19.99 EUR"],
  [5, "USD", "0.05 USD"],
  [1500, "JPY", "1500 JPY"],
  [1234, "KWD", "1.234 KWD"],
])("%i of %s's smallest unit are %s", (amount, currency, text) => {
  expect(moneyText({ amount, currency })).toBe(text);
});
