import type { OutcomeOrEnd, ReceiptQuery } from "@accession/core/receipts/receipt-directory";
import { decodeTimeAndId } from "./list-cursor.ts";
import { RECEIPT_COLUMNS } from "./receipt-row.ts";
import { storableText } from "./rows-json.ts";

/** The statement of a query: only the conditions that are given, each with an index of its own. */
export function receiptStatement(
  tenantId: string,
  query: ReceiptQuery,
  pointer: "/query/cursor" | "/cursor",
): { text: string; values: readonly unknown[] } {
  const values: unknown[] = [tenantId];
  const conditions = ["r.tenant_id = $1"];
  const add = (condition: (value: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(typeof value === "string" ? storableText(value) : value);
    conditions.push(condition(`$${values.length}`));
  };
  add((value) => `${isEnd(query.outcome) ? "r.gone_as" : "r.outcome"} = ${value}`, query.outcome);
  add((value) => `r.reason_code = ${value}`, query.reason);
  add((value) => `r.study_id = ${value}::uuid`, query.studyId);
  add((value) => `r.received_at >= ${value}`, query.since);
  add((value) => `r.received_at < ${value}`, query.until);
  add((value) => `r.object_key = ${value}`, query.key);
  if (query.keyPrefix !== undefined) {
    // Not `like`: row-level security lets no operator near an index that could tell of other tenants' rows.
    add((value) => `r.object_key ~>=~ ${value}`, query.keyPrefix);
    add((value) => `r.object_key ~<~ ${value}`, behind(query.keyPrefix));
  }
  add((value) => `r.version_id = ${value}`, query.versionId);
  add((value) => `r.sop_instance_uid = ${value}`, query.sopInstanceUid);
  add((value) => `r.checksum = ${value}`, query.checksum);
  add((value) => `r.etag = ${value}`, query.etag);
  if (query.cursor !== undefined) {
    const { at, id } = decodeTimeAndId(query.cursor, pointer);
    values.push(at, id);
    conditions.push(`(r.received_at, r.id) < ($${values.length - 1}, $${values.length}::uuid)`);
  }
  values.push(query.limit + 1);
  const text = `select ${RECEIPT_COLUMNS} from receipt r where ${conditions.join(" and ")}
    order by r.received_at desc, r.id desc limit $${values.length}`;
  return { text, values };
}

function isEnd(outcome: OutcomeOrEnd | undefined): boolean {
  return outcome === "expired" || outcome === "removed";
}

/** What comes behind all that begins so, by bytes of UTF-8: the last character's successor in its place. */
function behind(prefix: string): string {
  const last = prefix.codePointAt(prefix.length - 1) ?? 0;
  return prefix.slice(0, -1) + String.fromCodePoint(last + 1);
}
