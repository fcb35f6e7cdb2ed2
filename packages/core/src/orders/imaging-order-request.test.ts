import { goodsRequest } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { describe, expect, test } from "vitest";
import { orderRequestSchema } from "./order-request.ts";

const patient = { patientId: "P-1" };
const line = { patient, price: { amount: 100, currency: "EUR" } };
const problems = (request: unknown) =>
  orderRequestSchema.safeParse(request).error?.issues.map((issue) => {
    const own = issue.code === "custom" ? issue.params?.["code"] : undefined;
    return `${issue.path.join("/")} ${String(own ?? issue.code)}`;
  });

test("a good order passes as it is; text is trimmed", () => {
  expect(orderRequestSchema.parse(imagingRequest())).toEqual(imagingRequest());
  expect(
    orderRequestSchema.parse(imagingRequest({ lines: [{ ...line, accessionNumber: " A 1 " }] })),
  ).toMatchObject({ lines: [{ accessionNumber: "A 1" }] });
  // A leap day, and a name in the characters of its owner.
  const person = { patientId: "P", name: "Müller^Jürgen=", birthDate: "20000229" };
  expect(problems(imagingRequest({ lines: [{ ...line, patient: person }] }))).toBeUndefined();
});

describe("refuses", () => {
  const withLine = (changes: object) => ({ lines: [{ ...line, ...changes }] });
  test.each([
    ["no lines", { lines: [] }, "lines too_small"],
    [
      "17 characters",
      withLine({ accessionNumber: "A".repeat(17) }),
      "lines/0/accessionNumber invalid_format",
    ],
    ["an empty number", withLine({ accessionNumber: "  " }), "lines/0/accessionNumber invalid_format"],
    ["a backslash in it", withLine({ accessionNumber: "A\\B" }), "lines/0/accessionNumber invalid_format"],
    ["a control in it", withLine({ accessionNumber: "A\tB" }), "lines/0/accessionNumber invalid_format"],
    [
      "letters beyond the default repertoire",
      withLine({ accessionNumber: "Ä1" }),
      "lines/0/accessionNumber invalid_format",
    ],
    ["a modality in small letters", withLine({ modality: "ct" }), "lines/0/modality invalid_format"],
    ["a day that is none", withLine({ requestedDate: "20260230" }), "lines/0/requestedDate not-a-day"],
    ["a day with dashes", withLine({ requestedDate: "2026-02-03" }), "lines/0/requestedDate not-a-day"],
    ["nobody", withLine({ patient: {} }), "lines/0/patient/patientId invalid_type"],
    [
      "a control in a name",
      withLine({ patient: { ...patient, name: "A\u0000B" } }),
      "lines/0/patient/name invalid_format",
    ],
    [
      "a birth date that is none",
      withLine({ patient: { ...patient, birthDate: "19001301" } }),
      "lines/0/patient/birthDate not-a-day",
    ],
    [
      "an unknown field of a patient",
      withLine({ patient: { ...patient, sex: "F" } }),
      "lines/0/patient unrecognized_keys",
    ],
    ["nothing to pay", withLine({ price: { amount: 0, currency: "EUR" } }), "lines nothing-to-pay"],
    [
      "two currencies",
      { lines: [line, { ...line, price: { amount: 1, currency: "USD" } }] },
      "lines/1/price/currency mixed-currencies",
    ],
    ["a deadline without a time", { deadline: "2026-12-01" }, "deadline invalid_format"],
    ["a place to ship to", { shipTo: { addressReference: "a" } }, " unrecognized_keys"],
    ["goods among procedures", { lines: [line, goodsRequest().lines[0]] }, "lines/1 mixed-kinds"],
  ])("%s", (_, changes, expected) => {
    expect(problems({ ...imagingRequest(), ...changes })).toEqual([expected]);
  });

  test("procedures among goods", () => {
    expect(problems({ ...goodsRequest(), lines: [...goodsRequest().lines, line] })).toEqual([
      "lines/2 mixed-kinds",
    ]);
  });
});
