import { toPublicId } from "../ids.ts";
import type { Order } from "../orders/order.ts";
import { DEFAULT_MESSAGES } from "./default-messages.ts";
import { renderTemplate } from "./message-template.ts";
import type { Message } from "./messenger.ts";
import type { Audience, Channel, NoticeKey } from "./notice.ts";
import type { News, NotificationSettings } from "./notification-settings.ts";

/** What an event says of an order that somebody is told of. */
export interface OrderNews {
  readonly type: News;
  readonly tenantId: string;
  readonly orderId: string;
  /** The order's version that the event made. */
  readonly version: number;
  /** A code, where there is one. */
  readonly reason?: string;
}

/** A message to one address, and the record that it is sent by. */
export interface AddressedNotice {
  readonly key: NoticeKey;
  readonly audience: Audience;
  readonly message: Message;
}

const OUTCOMES: Readonly<Record<News, string>> = {
  "order.completed": "completed",
  "order.failed": "failed",
  "order.cancelled": "cancelled",
  "order.needs-review": "in review",
};

/** Whom an event is told, where and with which words. The customer hears how the order ended, and of no review. */
export function messagesAbout(
  news: OrderNews,
  order: Order,
  settings: NotificationSettings,
): readonly AddressedNotice[] {
  const { details } = order;
  const { tenantId, orderId } = details;
  const usual = DEFAULT_MESSAGES[news.type];
  const own = settings.templates[news.type];
  const values = {
    orderId: toPublicId("order", orderId),
    kind: details.kind,
    outcome: OUTCOMES[news.type],
    reason: news.reason ?? "",
  };
  const subject = renderTemplate(own?.subject ?? usual.subject, values);
  const body = {
    email: renderTemplate(own?.text ?? usual.text, values),
    sms: renderTemplate(own?.sms ?? usual.sms, values),
  };
  // An order ends once, but may be in review more than once.
  const occasion = news.type === "order.needs-review" ? `${news.type}.${news.version}` : news.type;
  const notices = (audience: Audience, channel: Channel, addresses: readonly string[]) =>
    addresses.map((to, index): AddressedNotice => {
      const place = audience === "operators" ? `${audience}.${index + 1}` : audience;
      return {
        key: { tenantId, orderId, name: `${occasion}.${channel}.${place}` },
        audience,
        message: { channel, to, subject, text: body[channel] },
      };
    });
  const { operators } = settings;
  const customer = news.type === "order.needs-review" ? undefined : details.notify;
  const told = operators.about.includes(news.type);
  return [
    ...notices("customer", "email", customer?.email === undefined ? [] : [customer.email]),
    ...notices("customer", "sms", customer?.phone === undefined ? [] : [customer.phone]),
    ...(told ? notices("operators", "email", operators.email) : []),
    ...(told ? notices("operators", "sms", operators.phone) : []),
  ];
}
