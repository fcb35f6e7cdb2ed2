import type { WaitState } from "./study-waits.ts";

/** Where an order stands, from the states of its lines. Without lines it never registered, so it waits. */
export function waitStateOf(lines: readonly WaitState[]): WaitState {
  const released = lines.find((state) => state === "expired" || state === "cancelled");
  if (released !== undefined) return released;
  return lines.length > 0 && lines.every((state) => state === "linked") ? "linked" : "waiting";
}
