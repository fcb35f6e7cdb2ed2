import { setTimeout } from "node:timers/promises";
import { styleText } from "node:util";
import type { Endpoints } from "@accession/cli/client/endpoints";
import { type FunctionLogs, functionLogs, type LogRecord } from "@accession/cli/client/function-logs";
import { visibleText } from "@accession/cli/output/visible-text";
import { describe } from "@accession/cli/trace/print-trace";

const EVERY_MS = 1_000;

/** A line is told when its invocation ends, so it may come this long after it was written. */
const LATEST_MS = 90_000;

const SERVICE_WIDTH = 24;

export interface FollowOptions {
  readonly line: (text: string) => void;
  readonly signal: AbortSignal;
  /** Whether levels and ids may be told apart by colour. */
  readonly colour: boolean;
}

/** Prints what the functions log from now on, of all of them in one stream, until the signal aborts. */
export async function followLogs(endpoints: Endpoints, options: FollowOptions): Promise<void> {
  const read = newRecords(functionLogs(endpoints), Date.now());
  while (!options.signal.aborted) {
    for (const record of await read(Date.now())) options.line(logLine(record, options.colour));
    // An abort is no failure: the loop ends.
    await setTimeout(EVERY_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** Reads what was not read before. */
export function newRecords(logs: FunctionLogs, begun: number): (now: number) => Promise<LogRecord[]> {
  const seen = new Map<string, number>();
  return async (now) => {
    const since = Math.max(begun, now - LATEST_MS);
    for (const [key, at] of seen) if (at < since) seen.delete(key);
    const fresh: LogRecord[] = [];
    for (const record of await logs.read({ since })) {
      const key = JSON.stringify(record);
      if (record.at < since || seen.has(key)) continue;
      seen.set(key, record.at);
      fresh.push(record);
    }
    return fresh;
  };
}

const COLOURS = { WARN: "yellow", ERROR: "red", CRITICAL: "red" } as const;

/** `06:19:52.198  place-order  request served POST /v1/orders status=202  01a1fcc2-dfde-75e0-b46d-fef8393fa892` */
export function logLine(record: LogRecord, colour: boolean): string {
  const time = new Date(record.at).toISOString().slice(11, 23);
  const text = visibleText(`${time}  ${record.service.padEnd(SERVICE_WIDTH)}  ${describe(record)}`);
  const id = record.correlationId === undefined ? "" : `  ${visibleText(record.correlationId)}`;
  if (!colour) return text + id;
  const shade = COLOURS[record.level as keyof typeof COLOURS];
  return (shade === undefined ? text : styleText(shade, text)) + styleText("dim", id);
}
