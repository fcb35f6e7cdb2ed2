/** How messages leave the system. */
import type { Channel } from "./notice.ts";

export interface Message {
  readonly channel: Channel;
  /** One address, or one number. */
  readonly to: string;
  /** Of e-mails. */
  readonly subject: string;
  readonly text: string;
}

export type SendResult =
  | { readonly outcome: "sent"; readonly reference: string }
  /** It will never be taken: the address is none, or may not be written to. */
  | { readonly outcome: "rejected"; readonly reason: string }
  /** It was not taken now: throttled, or sending is paused. */
  | { readonly outcome: "busy"; readonly reason: string }
  /** No answer: it may have been taken. */
  | { readonly outcome: "unknown"; readonly reason: string };

/** Tries once: neither service knows a key by which it could tell a message sent again. */
export interface Messenger {
  send(message: Message): Promise<SendResult>;
}
