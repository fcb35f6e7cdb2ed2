import { AppError } from "@accession/core/errors";
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { z } from "zod";
import type { Caller } from "./http-request.ts";

/** Every scope of the API. In tokens they carry the resource server's name: `accession/orders.read`. */
export type Scope =
  | "orders.read"
  | "orders.write"
  | "orders.review"
  | "inventory.read"
  | "inventory.write"
  | "studies.read"
  | "receipts.read"
  | "worklist.read"
  | "worklist.write"
  | "uploads.write"
  | "operations.read"
  | "operations.write";

const SCOPE_PREFIX = "accession/";

const claimsSchema = z.object({
  sub: z.string().min(1).max(128),
  tenant_id: z.uuid(),
  scope: z.string().default(""),
  // The authorizer does not tell access tokens from ID tokens; an ID token must not open the API.
  token_use: z.literal("access"),
});

/**
 * Reads the caller from the claims that the JWT authorizer verified.
 * Throws `caller.unknown` (401) without claims, `caller.no-tenant` (403) when they name no tenant.
 */
export function callerOf(event: APIGatewayProxyEventV2WithJWTAuthorizer): Caller {
  // The type promises claims; a route without an authorizer has none.
  const authorizer: { jwt?: { claims?: unknown } } | undefined = event.requestContext.authorizer;
  const raw = authorizer?.jwt?.claims;
  if (raw === undefined) throw new AppError("unauthorized", "caller.unknown", "An access token is required.");
  const claims = claimsSchema.safeParse(raw);
  if (!claims.success) {
    throw new AppError("denied", "caller.no-tenant", "The access token does not belong to a tenant's user.");
  }
  const scopes = claims.data.scope
    .split(" ")
    .filter((scope) => scope.startsWith(SCOPE_PREFIX))
    .map((scope) => scope.slice(SCOPE_PREFIX.length));
  return {
    tenantId: claims.data.tenant_id,
    principal: claims.data.sub,
    scopes: new Set(scopes),
  };
}

/** The authorizer checks the scope per route; this check stands when a route was wired with the wrong one. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (caller.scopes.has(scope)) return;
  throw new AppError("denied", "caller.missing-scope", `The access token lacks the scope "${scope}".`);
}
