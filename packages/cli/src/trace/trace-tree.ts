import type { LogRecord } from "../client/function-logs.ts";

/** A hop of a request or a file, with what it led to. */
export interface Hop {
  readonly record: LogRecord;
  readonly led: readonly Hop[];
}

/**
 * Puts log records into the order of cause and effect: a record is below the one that served the request or published
 * the event which it names as its cause. What names no cause, or one that is not there, stands at the top.
 */
export function traceTree(records: readonly LogRecord[]): readonly Hop[] {
  const makers = new Map<string, LogRecord>();
  for (const record of records) for (const id of madeBy(record)) if (!makers.has(id)) makers.set(id, record);
  const below = new Map<LogRecord, LogRecord[]>();
  const top: LogRecord[] = [];
  for (const record of records) {
    const maker = record.causationId === undefined ? undefined : makers.get(record.causationId);
    // An event that is published twice names its own cause twice, and is never below itself.
    if (maker === undefined || maker === record) top.push(record);
    else below.set(maker, [...(below.get(maker) ?? []), record]);
  }
  const seen = new Set<LogRecord>();
  const hop = (record: LogRecord): Hop => {
    seen.add(record);
    const led = (below.get(record) ?? []).filter((effect) => !seen.has(effect));
    return { record, led: led.map(hop) };
  };
  return top.map(hop);
}

/** The ids by which effects name this record as their cause. */
function madeBy({ fields }: LogRecord): string[] {
  const ids: unknown[] = [fields["eventId"], fields["requestId"]];
  const objects = fields["correlationIds"];
  if (Array.isArray(objects)) ids.push(...objects);
  return ids.filter((id) => typeof id === "string");
}
