/** What the engine keeps of e-mails and short messages that left the system. */
import { z } from "zod";

export interface SentMessage {
  readonly channel: "email" | "sms";
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const mails = z.object({
  messages: z.record(
    z.string(),
    z.array(z.object({ To: z.array(z.string()), Subject: z.string(), BodyText: z.string() })),
  ),
});
const shortMessages = z.looseObject({ PhoneNumber: z.string(), Message: z.string() });

/** Everything sent so far; of short messages those to these numbers. */
export async function sentMessages(
  endpoint: string,
  numbers: readonly string[] = [],
): Promise<readonly SentMessage[]> {
  const { messages } = mails.parse(await kept(endpoint, "ses/messages"));
  const found: SentMessage[] = Object.values(messages)
    .flat()
    .flatMap(({ To, Subject: subject, BodyText: text }) =>
      To.map((to) => ({ channel: "email" as const, to, subject, text })),
    );
  for (const number of numbers) {
    const path = `sns/sms-messages?phoneNumber=${encodeURIComponent(number)}`;
    for (const { PhoneNumber: to, Message: text } of shortMessagesIn(await kept(endpoint, path)))
      found.push({ channel: "sms", to, subject: "", text });
  }
  return found;
}

async function kept(endpoint: string, path: string): Promise<unknown> {
  return (await fetch(new URL(`/_ministack/${path}`, endpoint))).json();
}

/** The engine groups them by account, region and number, in objects of objects. */
function shortMessagesIn(value: unknown): z.output<typeof shortMessages>[] {
  const message = shortMessages.safeParse(value);
  if (message.success) return [message.data];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(shortMessagesIn) : [];
}
