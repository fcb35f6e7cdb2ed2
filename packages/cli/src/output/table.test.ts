import { expect, test } from "vitest";
import { fieldLines, Table } from "./table.ts";

const columns = [
  { title: "NAME", value: (row: { name: string; count?: number }) => row.name },
  { title: "N", value: (row: { name: string; count?: number }) => row.count, align: "right" as const },
];

test("columns are as wide as their widest cell on a terminal", () => {
  expect(
    new Table(columns).lines([
      { name: "山田^太郎", count: 7 },
      { name: "Ann", count: 12 },
    ]),
  ).toEqual(["NAME        N", "山田^太郎   7", "Ann        12"]);
});

test("a second portion of rows has no titles and keeps the columns", () => {
  const table = new Table(columns);
  table.lines([{ name: "first one", count: 1 }]);
  expect(table.lines([{ name: "second", count: 2 }, { name: "longer than all" }])).toEqual([
    "second     2",
    "longer than all",
  ]);
});

test("no rows still have titles", () => {
  expect(new Table(columns).lines([])).toEqual(["NAME  N"]);
});

test("a value cannot command the terminal or break the line", () => {
  const [, line] = new Table(columns).lines([{ name: "\u001b[2J\u001b]0;title\u0007Doe\nJohn\u009b31m" }]);
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line).toContain("Doe");
});

test("fields leave out what there is not", () => {
  expect(fieldLines({ Order: "ord_1", Reason: undefined, Lines: 2 })).toEqual(["Order  ord_1", "Lines  2"]);
});
