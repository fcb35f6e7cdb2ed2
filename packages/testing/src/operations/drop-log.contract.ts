/** What every DropLog does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { DropLog, DropRecord } from "@accession/core/operations/drop-log";
import { describe, expect, test } from "vitest";

export function dropLogContract(makeLog: () => Promise<DropLog>): void {
  const record = (second: number): DropRecord => ({
    id: randomUUID(),
    at: new Date(Date.UTC(2026, 10, 21, 9, 0, second)).toISOString(),
    actor: "operator-1",
    queue: "IngestDeadLetters",
    reason: "obsolete",
    asked: ["m-1", "m-2"],
  });

  describe("DropLog", () => {
    test("keeps what was asked, and then what became of it, newest first and by pages", async () => {
      const log = await makeLog();
      const records = [0, 1, 2].map(record);
      for (const one of records) await log.put(one);
      const done = { ...record(1), ...records[1], dropped: ["m-1"] };
      await log.put(done);
      const first = await log.list({ limit: 2 });
      expect(first.items).toEqual([records[2], done]);
      const second = await log.list({ limit: 2, cursor: first.cursor });
      expect(second).toEqual({ items: [records[0]], cursor: undefined });
      await expect(log.list({ limit: 2, cursor: "not ours" })).rejects.toMatchObject({
        code: "request.invalid-cursor",
      });
    });
  });
}
