import stringWidth from "string-width";
import { visibleText } from "./visible-text.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  readonly align?: "right";
}

/** Lays rows out under titles. Widths come from the first rows that it is given, so a long list can be printed in parts. */
export class Table<Row> {
  readonly #columns: readonly Column<Row>[];
  #widths: readonly number[] | undefined;

  constructor(columns: readonly Column<Row>[]) {
    this.#columns = columns;
  }

  /** The lines of some rows; before the first ones those of the titles. */
  lines(rows: readonly Row[]): string[] {
    const cells = rows.map((row) =>
      this.#columns.map((column) => visibleText(String(column.value(row) ?? ""))),
    );
    if (this.#widths !== undefined) return cells.map((line) => this.#line(line));
    const titles = this.#columns.map((column) => column.title);
    this.#widths = titles.map((title, index) =>
      Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[index] ?? ""))),
    );
    return [titles, ...cells].map((line) => this.#line(line));
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((cell, index) => {
      const space = " ".repeat(Math.max(0, (this.#widths?.[index] ?? 0) - stringWidth(cell)));
      return this.#columns[index]?.align === "right" ? space + cell : cell + space;
    });
    return padded.join("  ").trimEnd();
  }
}

/** `name  value` lines, for one thing; what is undefined is left out. */
export function fieldLines(fields: Readonly<Record<string, string | number | undefined>>): string[] {
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => stringWidth(name)));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${visibleText(String(value))}`);
}
