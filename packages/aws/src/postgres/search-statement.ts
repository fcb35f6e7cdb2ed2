import type { StudySearch } from "@accession/core/studies/study-directory";
import { decodeDateAndId } from "./list-cursor.ts";
import { storableText } from "./rows-json.ts";
import type { Statement } from "./statement.ts";
import { STUDY_COLUMNS } from "./study-row.ts";

/**
 * One page of a search and one row more. Only the conditions that are asked for are in it, so that each search is
 * planned for what it is. Every operator is leakproof: under row-level security no other one gets to an index.
 */
export function searchStatement(tenantId: string, search: StudySearch): Statement {
  const values: unknown[] = [tenantId];
  const conditions = ["s.tenant_id = $1"];
  const add = (condition: (value: string) => string, value: string | number | undefined) => {
    if (value === undefined) return;
    values.push(typeof value === "string" ? storableText(value) : value);
    conditions.push(condition(`$${values.length}`));
  };
  add((value) => `s.patient_id = ${value}`, search.patientId);
  add(nameBegins, search.patientName);
  add(
    (value) => `s.id in (select a.study_id from study_accession_number a
      where a.tenant_id = $1 and a.accession_number = ${value})`,
    search.accessionNumber,
  );
  add((value) => `s.study_instance_uid = ${value}`, search.studyInstanceUid);
  add(
    (value) => `s.id in (select e.study_id from series e where e.tenant_id = $1 and e.modality = ${value})`,
    search.modality,
  );
  if (search.state !== undefined) conditions.push(OF_STATE[search.state]);
  add((value) => `s.sort_date >= ${value}`, search.studyDateFrom);
  add((value) => `s.sort_date <= ${value}`, search.studyDateTo);
  // Those without a date are in no range.
  if (search.studyDateTo !== undefined && search.studyDateFrom === undefined) {
    conditions.push("s.sort_date > ''");
  }
  if (search.cursor !== undefined) {
    const { date, id } = decodeDateAndId(search.cursor);
    values.push(date, id);
    conditions.push(`(s.sort_date, s.id) < ($${values.length - 1}, $${values.length}::uuid)`);
  }
  values.push(search.limit + 1);
  return {
    text: `select ${STUDY_COLUMNS}, s.sort_date from study s
      where ${conditions.join(" and ")}
      order by s.sort_date desc, s.id desc limit $${values.length}`,
    values,
  };
}

/** In the words of the partial index of those that are due. */
const OF_STATE = {
  arriving: "s.completed_version < s.arrival_version",
  complete: "not s.completed_version < s.arrival_version",
} as const;

/** No text that begins with the folded one comes after it with the last code point appended. */
function nameBegins(value: string): string {
  const groups = ["name_alphabetic", "name_ideographic", "name_phonetic"].map(
    (column) => `(s.${column} >= fold_name(${value}) and s.${column} < fold_name(${value}) || chr(1114111))`,
  );
  return `(${groups.join(" or ")})`;
}
