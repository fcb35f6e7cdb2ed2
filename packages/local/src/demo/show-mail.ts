import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";
import { sentMessages } from "./sent-messages.ts";

/** Whoever ordered is told by e-mail and by short message, once, without a word about a patient. */
export async function showMail(
  { system, progress, expectations }: DemoContext,
  orderId: string,
  customer: { readonly email: string; readonly phone: string },
): Promise<void> {
  const sent = await progress.step("  the customer is told", () =>
    waitUntil("e-mail and short message are sent", 120_000, async () => {
      const all = await sentMessages(system.endpoints.aws.endpoint, [customer.phone]);
      const mine = all.filter(({ text }) => text.includes(orderId));
      return mine.length >= 2 ? mine : undefined;
    }),
  );
  expectations.equal(
    "the customer is told once by each channel",
    sent.map(({ channel, to }) => `${channel} ${to}`).sort(),
    [`email ${customer.email}`, `sms ${customer.phone}`],
  );
  for (const { to, subject, text } of sent) progress.line(`      ${to}: ${subject || text.trim()}`);
}
