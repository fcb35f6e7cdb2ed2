import type { NamedNotice, NoticeKey, NoticeRecord, NoticeStore } from "@accession/core/notifications/notice";

/** Notices in memory, held to the same contract suite as the real store. */
export class InMemoryNoticeStore implements NoticeStore {
  readonly #records = new Map<string, NoticeRecord & NoticeKey>();

  async open(key: NoticeKey, record: NoticeRecord): Promise<NoticeRecord | undefined> {
    const found = this.#records.get(idOf(key));
    if (found === undefined) this.#records.set(idOf(key), { ...key, ...record });
    return found && recordOf(found);
  }

  async move(key: NoticeKey, from: NoticeRecord, to: NoticeRecord): Promise<boolean> {
    const found = this.#records.get(idOf(key));
    if (found?.state !== from.state || found.startedAt !== from.startedAt) return false;
    this.#records.set(idOf(key), { ...key, ...to });
    return true;
  }

  async list(tenantId: string, orderId: string): Promise<readonly NamedNotice[]> {
    return [...this.#records.values()]
      .filter((record) => record.tenantId === tenantId && record.orderId === orderId)
      .map((record) => ({ name: record.name, ...recordOf(record) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const idOf = ({ tenantId, orderId, name }: NoticeKey) => `${tenantId} ${orderId} ${name}`;

function recordOf({
  tenantId: _t,
  orderId: _o,
  name: _n,
  ...record
}: NoticeRecord & NoticeKey): NoticeRecord {
  return record;
}
