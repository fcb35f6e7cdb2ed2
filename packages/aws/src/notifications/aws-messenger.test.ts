import { expect, test, vi } from "vitest";
import { awsMessenger } from "./aws-messenger.ts";

const MAIL = { channel: "email", to: "ward@clinic.example", subject: "S", text: "T" } as const;
const SMS = { ...MAIL, channel: "sms", to: "+493012345678" } as const;

function messenger(answer: () => unknown) {
  const send = vi.fn(async (_command: unknown) => answer());
  const client = { send } as never;
  return { send, messenger: awsMessenger({ sender: "us@clinic.example", ses: client, sns: client }) };
}
const failing =
  (name: string, httpStatusCode?: number, message = "with data in it") =>
  () => {
    throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
  };

test("an e-mail has one recipient and plain text, a short message one number", async () => {
  const { send, messenger: out } = messenger(() => ({ MessageId: "m-1" }));
  expect(await out.send(MAIL)).toEqual({ outcome: "sent", reference: "m-1" });
  expect(await out.send(SMS)).toEqual({ outcome: "sent", reference: "m-1" });
  expect(send.mock.calls.map(([command]) => (command as { input: unknown }).input)).toMatchObject([
    {
      FromEmailAddress: "us@clinic.example",
      Destination: { ToAddresses: [MAIL.to] },
      Content: { Simple: { Subject: { Data: "S" }, Body: { Text: { Data: "T" } } } },
    },
    { PhoneNumber: SMS.to, Message: "T" },
  ]);
});

test.each([
  ["MessageRejected", 400, "rejected"],
  ["BadRequestException", 400, "rejected"],
  ["InvalidParameterException", 400, "rejected"],
  ["OptedOutException", 400, "rejected"],
  ["TooManyRequestsException", 429, "busy"],
  ["ThrottledException", 429, "busy"],
  ["SendingPausedException", 400, "busy"],
  ["MailFromDomainNotVerifiedException", 400, "busy"],
  ["AccessDeniedException", 403, "busy"],
  ["InternalServiceErrorException", 500, "unknown"],
  ["TimeoutError", undefined, "unknown"],
] as const)("%s is %3$s", async (name, status, outcome) => {
  const { messenger: out } = messenger(failing(name, status));
  for (const message of [MAIL, SMS]) expect(await out.send(message)).toEqual({ outcome, reason: name });
});

test("what SES rejects because nobody has verified the sender yet may be tried again", async () => {
  const unverified =
    "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: us@clinic.example";
  const { messenger: out } = messenger(failing("MessageRejected", 400, unverified));
  expect(await out.send(MAIL)).toEqual({ outcome: "busy", reason: "MessageRejected" });
});
