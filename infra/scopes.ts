/** What a token may allow. A route requires exactly one of these; the trigger puts them into the access token. */
export const SCOPES = [
  "orders.read",
  "orders.write",
  "orders.review",
  "inventory.read",
  "inventory.write",
  "studies.read",
  "receipts.read",
  "worklist.read",
  "worklist.write",
  "uploads.write",
  "operations.read",
  "operations.write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** As it stands in a token: resource server and scope. */
export const scopeInToken = (scope: Scope): string => `accession/${scope}`;
