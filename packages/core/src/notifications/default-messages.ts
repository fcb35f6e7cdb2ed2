import type { News } from "./notification-settings.ts";

/** The texts of one message, with placeholders. */
export interface MessageTemplates {
  readonly subject: string;
  readonly text: string;
  readonly sms: string;
}

const ended = (words: string): MessageTemplates => ({
  subject: "Order {{orderId}} {{outcome}}",
  text: `Your order {{orderId}} ${words}.\n`,
  sms: `Order {{orderId}} ${words}.`,
});

/** What is sent when the tenant has no texts of its own. */
export const DEFAULT_MESSAGES: Readonly<Record<News, MessageTemplates>> = {
  "order.completed": ended("is completed"),
  "order.failed": ended("could not be fulfilled ({{reason}})"),
  "order.cancelled": ended("is cancelled"),
  "order.needs-review": {
    subject: "Order {{orderId}} needs a decision",
    text: "Order {{orderId}} ({{kind}}) waits for a person: {{reason}}.\n\naccession orders get {{orderId}}\n",
    sms: "Order {{orderId}} needs a decision: {{reason}}.",
  },
};
