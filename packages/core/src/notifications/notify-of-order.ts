/** Tells whom it concerns how an order ended, or that it needs a person: once per order, kind and address. */
import type { Clock } from "../clock.ts";
import { AppError } from "../errors.ts";
import { OrderNotFound } from "../orders/order-errors.ts";
import type { OrderStore } from "../orders/order-store.ts";
import { type AddressedNotice, messagesAbout, type OrderNews } from "./messages-about.ts";
import type { Messenger } from "./messenger.ts";
import type { NoticeRecord, NoticeStore } from "./notice.ts";
import type { NotificationSettingsSource } from "./notification-settings.ts";

/** Longer than the function that sends may run: what is pending for longer has nobody who sends it. */
const LEASE_SECONDS = 90;

export interface NotifyContext {
  readonly orders: Pick<OrderStore, "load">;
  readonly settings: NotificationSettingsSource;
  readonly notices: NoticeStore;
  readonly messenger: Messenger;
  readonly clock: Clock;
}

/** What became of one message; `again`: it was not sent, and must be tried again. */
export type Told = "sent" | "rejected" | "unknown" | "again";
export type NotifyCount = Record<Told, number>;

/** Some message was not sent, and has to be tried again. */
export class NoticeNotSent extends AppError {
  constructor() {
    super("unavailable", "notice.not-sent", "A message could not be sent now.");
  }
}

/**
 * Answers what became of each message, of those that earlier tries settled too. Throws NoticeNotSent when some must be
 * tried again, after all had their turn; `order.not-found`; and what the stores throw.
 */
export async function notifyOfOrder(context: NotifyContext, news: OrderNews): Promise<NotifyCount> {
  const order = await context.orders.load(news.tenantId, news.orderId);
  if (order === undefined) throw new OrderNotFound();
  const settings = await context.settings.of(news.tenantId);
  const count: NotifyCount = { sent: 0, rejected: 0, unknown: 0, again: 0 };
  for (const notice of messagesAbout(news, order, settings)) count[await tellOnce(context, notice)] += 1;
  if (count.again > 0) throw new NoticeNotSent();
  return count;
}

async function tellOnce(context: NotifyContext, notice: AddressedNotice): Promise<Told> {
  const { notices, clock } = context;
  const pending: NoticeRecord = { state: "pending", startedAt: clock.now().toISOString() };
  const found = await notices.open(notice.key, pending);
  if (found !== undefined) {
    const told = await takeOver(context, notice, found, pending);
    if (told !== "mine") return told;
  }
  return send(context, notice, pending);
}

/** Somebody was here before: has it been told, is it being told, or may this run tell it? */
async function takeOver(
  { notices, clock }: NotifyContext,
  { key, audience }: AddressedNotice,
  found: NoticeRecord,
  pending: NoticeRecord,
): Promise<Told | "mine"> {
  if (found.state === "sent" || found.state === "rejected" || found.state === "unknown") return found.state;
  if (found.state === "pending") {
    if (clock.now().getTime() - Date.parse(found.startedAt) < LEASE_SECONDS * 1000) return "again";
    if (audience === "customer") {
      const unknown: NoticeRecord = { ...found, state: "unknown", endedAt: pending.startedAt };
      return (await notices.move(key, found, unknown)) ? "unknown" : "again";
    }
  }
  return (await notices.move(key, found, pending)) ? "mine" : "again";
}

/** The record says pending, and is this run's. When it dies from here on, the record stays so. */
async function send(
  { notices, messenger, clock }: NotifyContext,
  { key, audience, message }: AddressedNotice,
  pending: NoticeRecord,
): Promise<Told> {
  const result = await messenger.send(message);
  const ended = { startedAt: pending.startedAt, endedAt: clock.now().toISOString() };
  switch (result.outcome) {
    case "sent":
      await notices.move(key, pending, { ...ended, state: "sent", reference: result.reference });
      return "sent";
    case "rejected":
      await notices.move(key, pending, { ...ended, state: "rejected", reason: result.reason });
      return "rejected";
    case "unknown":
      if (audience === "operators") break;
      await notices.move(key, pending, { ...ended, state: "unknown", reason: result.reason });
      return "unknown";
    case "busy":
  }
  await notices.move(key, pending, { state: "released", startedAt: pending.startedAt });
  return "again";
}
