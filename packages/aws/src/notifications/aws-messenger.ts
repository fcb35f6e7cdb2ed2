/** E-mails by SES, short messages by SNS. Neither is tried twice here: it is for the caller to say whether it may. */
import type { Message, Messenger, SendResult } from "@accession/core/notifications/messenger";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

/** Nobody will ever take such a message. All other refusals may pass: a limit, an identity that is not verified yet. */
const PERMANENT = new Set([
  "MessageRejected",
  "BadRequestException",
  "InvalidParameterException",
  "InvalidParameterValueException",
  "OptedOutException",
  "ValidationException",
]);

const ONCE = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

export interface MessengerOptions {
  /** Whom e-mails are from. */
  readonly sender: string;
  readonly ses?: Pick<SESv2Client, "send">;
  readonly sns?: Pick<SNSClient, "send">;
}

export function awsMessenger(options: MessengerOptions): Messenger {
  const { sender, ses = new SESv2Client(ONCE), sns = new SNSClient(ONCE) } = options;

  const sendMail = async ({ to, subject, text }: Message) => {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: "UTF-8" },
            Body: { Text: { Data: text, Charset: "UTF-8" } },
          },
        },
      }),
    );
    return MessageId;
  };

  const sendShort = async ({ to, text }: Message) => {
    const { MessageId } = await sns.send(
      new PublishCommand({
        PhoneNumber: to,
        Message: text,
        MessageAttributes: {
          "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" },
        },
      }),
    );
    return MessageId;
  };

  return {
    async send(message) {
      try {
        const reference = await (message.channel === "email" ? sendMail(message) : sendShort(message));
        return { outcome: "sent", reference: reference ?? "" };
      } catch (error) {
        return failure(error);
      }
    },
  };
}

/** SES rejects by the same name what nobody has verified yet: the sender, or in its sandbox the recipient. */
function isUnverified({ name, message }: Error): boolean {
  return name === "MessageRejected" && message.includes("not verified");
}

function failure(error: unknown): SendResult {
  if (!(error instanceof Error)) throw error;
  const reason = error.name;
  if (PERMANENT.has(reason) && !isUnverified(error)) return { outcome: "rejected", reason };
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  // An answer below 500 says that the message was not taken; no answer, or a broken service, says nothing.
  return status !== undefined && status >= 400 && status < 500
    ? { outcome: "busy", reason }
    : { outcome: "unknown", reason };
}
