import type { LogRecord } from "../client/function-logs.ts";
import { visibleText } from "../output/visible-text.ts";
import type { Hop } from "./trace-tree.ts";

/** Said by the tree or by the trace as a whole. */
const UNSAID = new Set(["eventId", "requestId", "correlationIds", "tenantId", "route", "type", "orderId"]);

/** The lines of a trace: each hop with the time since the first, the function that ran, and what it says. */
export function traceLines(hops: readonly Hop[]): string[] {
  const records = hops.flatMap(recordsOf);
  const began = Math.min(...records.map(({ at }) => at));
  const width = Math.max(...records.map(({ service }) => service.length));
  const lines: string[] = [];
  const add = ({ record, led }: Hop, lead: string, leadOfEffects: string) => {
    const seconds = ((record.at - began) / 1000).toFixed(3);
    lines.push(
      visibleText(`+${seconds.padStart(7)} s  ${record.service.padEnd(width)}  ${lead}${describe(record)}`),
    );
    for (const [index, effect] of led.entries()) {
      const last = index === led.length - 1;
      add(effect, `${leadOfEffects}${last ? "└─ " : "├─ "}`, `${leadOfEffects}${last ? "   " : "│  "}`);
    }
  };
  for (const hop of hops) add(hop, "", "");
  return lines;
}

const recordsOf = ({ record, led }: Hop): LogRecord[] => [record, ...led.flatMap(recordsOf)];

/** `event published order.created`, `request served POST /v1/orders status=202` */
export function describe({ level, message, fields }: LogRecord): string {
  const subject = fields["type"] ?? fields["route"];
  const facts = Object.entries(fields)
    .filter(([name, value]) => !UNSAID.has(name) && valueText(value) !== "")
    .map(([name, value]) => `${name}=${valueText(value)}`);
  const parts = [message, ...(subject === undefined ? [] : [String(subject)]), ...facts];
  return `${level === "INFO" ? "" : `${level} `}${parts.join(" ")}`;
}

/** `done`, `3`, `stored:10,identical:2`; nothing for an empty object. */
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, count]) => `${name}:${valueText(count)}`)
    .join(",");
}
