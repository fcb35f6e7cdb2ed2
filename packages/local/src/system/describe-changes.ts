import type { Changed } from "../resources/resource-ledger.ts";

const MOST_LINES = 12;

/** What was done to the resources, for people: one line each, or a count where there are many. */
export function describeChanges(changes: readonly Changed[]): string {
  if (changes.length === 0) return "  nothing of it has changed";
  const lines = changes.map(
    ({ change, type, name }) => `  ${change} ${type.slice(type.lastIndexOf(":") + 1)} ${name}`,
  );
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
