import { InvalidCursor } from "@accession/core/invalid-cursor";
import {
  type PickList,
  PickListNotFound,
  type PickListState,
  type PickLists,
  PickListWithdrawn,
} from "@accession/core/inventory/pick-list";
import type { Page, PageRequest } from "@accession/core/paging";

/** Pick lists in memory, held to the same contract suite as the real ones. */
export class InMemoryPickLists implements PickLists {
  /** Undefined: withdrawn before it was opened. */
  readonly #lists = new Map<string, PickList | undefined>();

  async open(tenantId: string, list: Parameters<PickLists["open"]>[1]): Promise<void> {
    const key = `${tenantId} ${list.orderId}`;
    if (!this.#lists.has(key)) this.#lists.set(key, { ...list, state: "open" });
  }

  async withdraw(tenantId: string, orderId: string, at: string): Promise<void> {
    const key = `${tenantId} ${orderId}`;
    const list = this.#lists.get(key);
    this.#lists.set(key, list && { ...list, state: "withdrawn", withdrawnAt: list.withdrawnAt ?? at });
  }

  async pick(tenantId: string, orderId: string, at: string): Promise<PickList> {
    const key = `${tenantId} ${orderId}`;
    const list = this.#lists.get(key);
    if (list === undefined) throw new PickListNotFound();
    if (list.state === "withdrawn") throw new PickListWithdrawn();
    const picked: PickList = list.state === "picked" ? list : { ...list, state: "picked", pickedAt: at };
    this.#lists.set(key, picked);
    return picked;
  }

  async list(tenantId: string, state: PickListState, request: PageRequest): Promise<Page<PickList>> {
    const all = [...this.#lists]
      .flatMap(([key, list]) => (list?.state === state && key.startsWith(`${tenantId} `) ? [list] : []))
      .sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
    const { cursor, limit } = request;
    if (cursor !== undefined && !all.some(({ orderId }) => orderId === cursor))
      throw new InvalidCursor("/query/cursor");
    const rest = all.filter(({ orderId }) => cursor === undefined || orderId > cursor);
    const items = rest.slice(0, limit);
    return { items, cursor: rest.length > limit ? items.at(-1)?.orderId : undefined };
  }
}
