import type { ApiClient } from "../client/api-client.ts";
import { CliError } from "../client/cli-error.ts";
import { getOrder } from "../client/orders.ts";
import { getReceipt, listReceipts, type Receipt } from "../client/receipts.ts";
import { UsageError } from "../usage-error.ts";

/** Which log lines belong to a trace. */
export interface TraceQuery {
  readonly correlationIds: readonly string[];
  /** When the first of them can have been written; milliseconds since 1970. */
  readonly since: number;
}

/** How far back to look for an id that does not say when it was made. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;
/** Logs are stamped by other clocks than objects and orders. */
const SLACK_MS = 60_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** What an id stands for: a correlation id as it is, an order, a receipt, or all files of a study. */
export async function whatToTrace(id: string, api: ApiClient, now: number): Promise<TraceQuery> {
  if (id.startsWith("ord_")) {
    const { timeline, placedAt } = await getOrder(api, id);
    return {
      correlationIds: [...new Set(timeline.map(({ correlationId }) => correlationId))],
      since: Date.parse(placedAt) - SLACK_MS,
    };
  }
  if (id.startsWith("stu_")) {
    const receipts: Receipt[] = [];
    for await (const page of listReceipts(api, { studyId: id, limit: 200 })) receipts.push(...page.items);
    return ofReceipts(id, receipts);
  }
  if (id.startsWith("rcp_")) {
    return ofReceipts(id, [await getReceipt(api, id)]);
  }
  if (UUID.test(id) || ULID.test(id))
    return { correlationIds: [id], since: madeAt(id) ?? now - LOOK_BACK_MS };
  throw new UsageError(`"${id}" is no correlation id, and none of ord_…, stu_… or rcp_….`);
}

function ofReceipts(id: string, receipts: readonly Receipt[]): TraceQuery {
  if (receipts.length === 0) {
    throw new CliError(
      "not-found",
      `There is no ${id} here.`,
      "See accession receipts list, or try --tenant.",
    );
  }
  return {
    correlationIds: [...new Set(receipts.map(({ correlationId }) => correlationId))],
    since: Math.min(...receipts.map(({ landedAt }) => Date.parse(landedAt))) - SLACK_MS,
  };
}

/** A UUID of version 7 begins with its time in milliseconds (RFC 9562, section 5.7). */
function madeAt(id: string): number | undefined {
  if (UUID.exec(id)?.[1] !== "7") return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - SLACK_MS;
}
