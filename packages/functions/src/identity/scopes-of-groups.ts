import type { Scope } from "../runtime/caller.ts";

const READ: readonly Scope[] = [
  "orders.read",
  "inventory.read",
  "studies.read",
  "receipts.read",
  "worklist.read",
];
const WRITE: readonly Scope[] = ["orders.write", "inventory.write", "uploads.write", "worklist.write"];
/** Decisions about orders that got stuck: they move money and stock. */
const REVIEW: readonly Scope[] = ["orders.review"];
/** State of the system that belongs to no tenant: its health, depths of queues, replays. */
const WATCH: readonly Scope[] = ["operations.read"];

const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  readers: READ,
  clerks: [...READ, ...WRITE],
  operators: [...READ, ...WRITE, ...REVIEW, ...WATCH],
  /** Who runs the system: sees and moves messages of every tenant. No group of a tenant's users has this scope. */
  "system-operators": [...WATCH, "operations.write"],
};

/** The scopes of all of a user's groups; a user who is in none of ours may do nothing. */
export function scopesOf(groups: readonly string[]): Scope[] {
  const known = groups.filter((group) => Object.hasOwn(SCOPES, group));
  return [...new Set(known.flatMap((group) => SCOPES[group] ?? []))];
}
