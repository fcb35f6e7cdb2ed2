import type { Clock } from "../clock.ts";
import { InvalidCursor } from "../invalid-cursor.ts";
import { PortionBuilder } from "./portion-builder.ts";
import type { Portion, Scope } from "./verification.ts";

export interface WalkedTenant {
  readonly id: string;
  readonly slug: string;
}

/** Ids and slugs of all tenants, the system's own included. */
export interface TenantList {
  /** Up to `limit` with ids above `after`, by id. */
  after(after: string | undefined, limit: number): Promise<readonly WalkedTenant[]>;
  byId(tenantId: string): Promise<WalkedTenant | undefined>;
}

/** One part of a walk, through what one tenant has in one store. */
export interface Stage {
  readonly name: string;
  /** A portion of bounded size. Its cursor is its own; undefined when the tenant's part is at its end. */
  portion(tenant: WalkedTenant, scope: Scope, cursor: string | undefined): Promise<Portion>;
}

/** The cursor of a stage that goes by ids. Throws `InvalidCursor` for what is none. */
export function idCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !ID.test(cursor)) throw new InvalidCursor("/cursor");
  return cursor;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface WalkContext {
  readonly tenants: TenantList;
  readonly clock: Clock;
}

export interface WalkRequest extends Scope {
  /** One tenant by its id; all when absent. */
  readonly tenantId: string | undefined;
  readonly cursor: string | undefined;
}

/** An HTTP API waits for 30 seconds; a portion that was begun has to end within them. */
const BUDGET_MS = 8_000;
/** An answer is at most 6 MB; a violation is at most some 2 KB. */
const MAX_VIOLATIONS = 500;
const TENANTS_AT_A_TIME = 50;

/** Goes through the stages of each tenant for some seconds. Throws `InvalidCursor` for a cursor that is not from here. */
export async function walkTenants(
  { tenants, clock }: WalkContext,
  stages: readonly Stage[],
  request: WalkRequest,
): Promise<Portion> {
  const until = clock.now().getTime() + BUDGET_MS;
  const found = new PortionBuilder();
  const start = request.cursor === undefined ? undefined : decode(request.cursor, stages);
  const isFull = () => clock.now().getTime() >= until || found.violationCount >= MAX_VIOLATIONS;
  for await (const tenant of tenantsFrom(tenants, request.tenantId, start?.tenantId)) {
    const tenantId = tenant.id;
    let { stage, at }: Omit<Position, "tenantId"> = start?.tenantId === tenantId ? start : { stage: 0 };
    for (; stage < stages.length; stage++) {
      do {
        const portion = await (stages[stage] as Stage).portion(tenant, request, at);
        found.add(portion);
        at = portion.cursor;
        if (at !== undefined && isFull()) return found.end(encode({ tenantId, stage, at }));
      } while (at !== undefined);
      if (isFull()) return found.end(encode({ tenantId, stage: stage + 1 }));
    }
  }
  return found.end(undefined);
}

/** From that of the cursor on, which may be gone meanwhile. */
async function* tenantsFrom(
  tenants: TenantList,
  only: string | undefined,
  from: string | undefined,
): AsyncGenerator<WalkedTenant, void, undefined> {
  if (only !== undefined || from !== undefined) {
    const first = await tenants.byId(only ?? from ?? "");
    if (first !== undefined) yield first;
    if (only !== undefined) return;
  }
  let last = from;
  for (;;) {
    const some = await tenants.after(last, TENANTS_AT_A_TIME);
    yield* some;
    last = some.at(-1)?.id;
    if (last === undefined) return;
  }
}

interface Position {
  readonly tenantId: string;
  /** Of the stages; their number when the tenant is done. */
  readonly stage: number;
  /** The stage's own. */
  readonly at?: string | undefined;
}

function encode({ tenantId, stage, at }: Position): string {
  return JSON.stringify([tenantId, stage, ...(at === undefined ? [] : [at])]);
}

function decode(cursor: string, stages: readonly Stage[]): Position {
  const [tenantId, stage, at, ...rest] = parse(cursor);
  const ours =
    typeof tenantId === "string" &&
    ID.test(tenantId) &&
    typeof stage === "number" &&
    Number.isInteger(stage) &&
    stage >= 0 &&
    stage <= stages.length &&
    (at === undefined || typeof at === "string") &&
    rest.length === 0;
  if (!ours) throw new InvalidCursor("/cursor");
  return { tenantId, stage, at };
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
