import { NOTICE_STATES } from "@accession/core/notifications/notice";
import { ORDER_STATUSES } from "@accession/core/orders/order";
import { PAYMENT_VIEW_STATUSES } from "@accession/core/orders/payment-view";
import { orderKindSchema } from "@accession/events/orders/order-kind";
import { z } from "zod";
import { instant, money } from "../api/answer-parts.ts";

const text = z.string();

const goodsLine = z.object({ sku: text, quantity: z.int(), unitPrice: money }).meta({ id: "GoodsLine" });

const patient = z.object({ patientId: text, name: text.optional(), birthDate: text.optional() });

const imagingLine = z
  .object({
    issuer: text.optional(),
    accessionNumber: text,
    procedureCode: text.optional(),
    modality: text.optional(),
    requestedDate: text.optional(),
    patient,
    price: money,
  })
  .meta({ id: "ImagingLine" });

const order = z.object({
  id: text,
  kind: orderKindSchema,
  status: z.enum(ORDER_STATUSES),
  version: z.int(),
  cancelRequested: z.boolean(),
  attempt: z.int(),
  reason: text.optional().meta({ description: "Why it failed, was cancelled, or waits for a person." }),
  note: text.optional().meta({ description: "Of the person who settled it." }),
  lines: z.union([z.array(goodsLine), z.array(imagingLine)]),
  total: money,
  notify: z
    .object({ email: text.optional(), phone: text.optional() })
    .optional()
    .meta({ description: "Who is told how it ended." }),
  shipTo: z.record(text, text).optional().meta({ description: "Of goods." }),
  deadline: instant.optional().meta({ description: "Of imaging: when it stops waiting for studies." }),
  placedAt: instant,
});

export const orderAnswer = order.meta({ id: "Order" });

const timelineEntry = z
  .object({
    version: z.int(),
    type: text,
    at: instant,
    status: z.enum(ORDER_STATUSES),
    attempt: z.int().optional(),
    correlationId: text,
    causationId: text,
    actor: text,
  })
  .meta({
    id: "TimelineEntry",
    description: "One thing that happened; codes that explain it are further fields.",
  });

const payment = z
  .object({
    status: z.enum(PAYMENT_VIEW_STATUSES),
    amount: money,
    at: instant,
    authorizedUntil: instant.optional(),
    reason: text.optional(),
  })
  .meta({ id: "OrderPayment", description: "How its payment stands, a moment behind the payment itself." });

const notice = z
  .object({
    name: text.meta({ description: "Of what, how and whom: order.completed.email.customer" }),
    state: z.enum(NOTICE_STATES),
    at: instant,
    reason: text.optional(),
  })
  .meta({ id: "OrderNotice", description: "One message about it; `unknown` may or may not have been sent." });

export const orderWithTimelineAnswer = order
  .extend({ payment: payment.optional(), notices: z.array(notice), timeline: z.array(timelineEntry) })
  .meta({ id: "OrderWithTimeline" });
