import type { Page } from "../client/pages.ts";
import type { Io } from "../io.ts";
import { jsonLine } from "./json-line.ts";
import { type Column, Table } from "./table.ts";

export interface ListOptions {
  /** One JSON object per line instead of a table. */
  readonly json?: true | undefined;
  /** All pages instead of the first. */
  readonly all?: true | undefined;
}

/** Prints a list as it comes in, page by page. */
export async function printList<Row>(
  io: Io,
  pages: AsyncIterable<Page<Row>>,
  { json, all }: ListOptions,
  columns: readonly Column<Row>[],
): Promise<void> {
  const table = new Table(columns);
  for await (const { items, cursor } of pages) {
    const lines = json === true ? items.map(jsonLine) : table.lines(items);
    for (const line of lines) io.print(line);
    if (all === true) continue;
    if (cursor !== undefined) io.note("There are more: --all shows them.");
    return;
  }
}
