/** From a request to what an order keeps of it for good. */
import { AppError } from "../errors.ts";
import type { Ids } from "../ids.ts";
import { type NumberClaim, numberLines } from "./accession-number.ts";
import type { GoodsOrderRequest } from "./goods-order-request.ts";
import type { ImagingOrderRequest } from "./imaging-order-request.ts";
import { totalOf, totalOfImaging } from "./lines.ts";
import type { GoodsDetails, GoodsLine, ImagingDetails, ImagingLine } from "./order.ts";
import type { OrderRequest } from "./order-request.ts";

const DAY_MS = 86_400_000;
/** How long an imaging order waits when nothing is said. */
export const DEFAULT_WAIT_DAYS = 14;
/** The longest that one may wait; the saga's time limit is longer. */
export const LONGEST_WAIT_DAYS = 90;

/** Known before the first try; the numbers of an imaging order may have to be drawn again. */
export interface DetailsBase {
  readonly tenantId: string;
  readonly orderId: string;
  readonly now: Date;
}

export interface Detailed {
  readonly details: GoodsDetails | ImagingDetails;
  readonly claims: readonly NumberClaim[];
}

/** Throws `order.deadline-past` and `order.deadline-too-late` (422). */
export function detailsOf(base: DetailsBase, request: OrderRequest, ids: Ids): Detailed {
  return request.kind === "goods"
    ? { details: goodsDetails(base, request), claims: [] }
    : imaging(base, request, ids);
}

function goodsDetails({ tenantId, orderId, now }: DetailsBase, request: GoodsOrderRequest): GoodsDetails {
  return {
    tenantId,
    orderId,
    kind: "goods",
    lines: request.lines,
    // The schema wants at least one line; the type of an array cannot say so.
    total: totalOf(request.lines as [GoodsLine, ...GoodsLine[]]),
    paymentToken: request.paymentToken,
    ...(request.notify !== undefined && { notify: request.notify }),
    shipTo: request.shipTo,
    placedAt: now.toISOString(),
  };
}

function imaging({ tenantId, orderId, now }: DetailsBase, request: ImagingOrderRequest, ids: Ids): Detailed {
  const deadlineAt = deadlineOf(request, now);
  const { lines, claims } = numberLines(ids, request.lines);
  return {
    claims,
    details: {
      tenantId,
      orderId,
      kind: "imaging",
      lines,
      // As above.
      total: totalOfImaging(lines as [ImagingLine, ...ImagingLine[]]),
      paymentToken: request.paymentToken,
      ...(request.notify !== undefined && { notify: request.notify }),
      deadlineAt,
      placedAt: now.toISOString(),
    },
  };
}

function deadlineOf({ deadline }: ImagingOrderRequest, now: Date): string {
  if (deadline === undefined) return new Date(now.getTime() + DEFAULT_WAIT_DAYS * DAY_MS).toISOString();
  const wait = Date.parse(deadline) - now.getTime();
  if (wait <= 0) throw wrongDeadline("past", "must be in the future");
  if (wait > LONGEST_WAIT_DAYS * DAY_MS) {
    throw wrongDeadline("too-late", `must be within ${LONGEST_WAIT_DAYS} days`);
  }
  return new Date(Date.parse(deadline)).toISOString();
}

function wrongDeadline(code: "past" | "too-late", detail: string): AppError {
  return new AppError("unprocessable", `order.deadline-${code}`, "The order cannot wait until then.", {
    issues: [{ pointer: "/deadline", code, detail }],
  });
}
