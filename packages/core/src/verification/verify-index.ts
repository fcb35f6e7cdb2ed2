/** The index against itself: receipts, instances, studies, procedures with their links, and the events that tell of them. */
import type { IndexReading, Rows } from "./index-reading.ts";
import {
  type Finding,
  judgeCompletion,
  judgeInstance,
  judgeLinks,
  judgeStoredReceipt,
  judgeStudyCounts,
  judgeStudyEvent,
} from "./judge-index.ts";
import type { Law } from "./law.ts";
import { PortionBuilder } from "./portion-builder.ts";
import type { Scope } from "./verification.ts";
import { idCursor, type Stage } from "./walk-tenants.ts";

export function indexStages(index: IndexReading): readonly Stage[] {
  return [
    rowStage("receipts", index.storedReceipts, { "receipt-has-instance": judgeStoredReceipt }),
    rowStage("instances", index.instances, { "instance-has-receipt": judgeInstance }),
    rowStage("studies", index.studies, {
      "study-counts": judgeStudyCounts,
      "study-completes": (study, { asOf }) => judgeCompletion(study, asOf),
    }),
    rowStage("procedures", index.procedures, { "links-agree": judgeLinks }),
    rowStage("events", index.outbox, { "study-events-published": judgeStudyEvent }),
  ];
}

type Judge<Row> = (row: Row, scope: Scope) => Finding | undefined;

/** Holds each row that a store has to its laws. */
function rowStage<Row>(
  name: string,
  read: (tenantId: string, scope: Scope, after: string | undefined) => Promise<Rows<Row>>,
  laws: Partial<Record<Law, Judge<Row>>>,
): Stage {
  return {
    name,
    async portion(tenant, scope, after) {
      const { rows, cursor } = await read(tenant.id, scope, idCursor(after));
      const found = new PortionBuilder();
      for (const [law, judge] of Object.entries(laws)) {
        found.checked(law as Law, rows.length);
        const findings = rows.map((row) => judge(row, scope)).filter((finding) => finding !== undefined);
        found.report(findings.map((finding) => ({ ...finding, tenantId: tenant.id })));
      }
      return found.end(cursor);
    },
  };
}
