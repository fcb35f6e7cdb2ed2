import type { Scope } from "../runtime/caller.ts";

const READ: readonly Scope[] = ["orders.read", "inventory.read", "studies.read", "receipts.read"];
const WRITE: readonly Scope[] = ["orders.write", "inventory.write", "uploads.write"];
const OPERATE: readonly Scope[] = ["operations.read"];

const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  readers: READ,
  clerks: [...READ, ...WRITE],
  operators: [...READ, ...WRITE, ...OPERATE],
};

/** The scopes of all of a user's groups; a user who is in none of ours may do nothing. */
export function scopesOf(groups: readonly string[]): Scope[] {
  const known = groups.filter((group) => Object.hasOwn(SCOPES, group));
  return [...new Set(known.flatMap((group) => SCOPES[group] ?? []))];
}
