import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { DropLog, DropRecord } from "@accession/core/operations/drop-log";
import type { Page, PageRequest } from "@accession/core/paging";

/** Records of drops in memory, held to the same contract suite as the real ones. */
export class InMemoryDropLog implements DropLog {
  readonly #records = new Map<string, DropRecord>();

  async put(record: DropRecord): Promise<void> {
    this.#records.set(`${record.at}#${record.id}`, record);
  }

  async list({ limit, cursor }: PageRequest): Promise<Page<DropRecord>> {
    if (cursor !== undefined && !this.#records.has(cursor)) throw new InvalidCursor("/query/cursor");
    const keys = [...this.#records.keys()]
      .sort()
      .reverse()
      .filter((key) => cursor === undefined || key < cursor);
    const items = keys.slice(0, limit).flatMap((key) => this.#records.get(key) ?? []);
    return { items, cursor: keys.length > limit ? keys[limit - 1] : undefined };
  }
}
