import { stage } from "./stage.ts";

/** Whom mail is from. SES sends to nobody who bounced or complained before. */
const email = new sst.aws.Email("Mail", {
  sender: stage.mailSender,
  transform: {
    configurationSet: (args) => {
      args.suppressionOptions = { suppressedReasons: ["BOUNCE", "COMPLAINT"] };
      args.deliveryOptions = { tlsPolicy: "REQUIRE" };
    },
  },
});

const sender = stage.mailSender.includes("@") ? stage.mailSender : `accession@${stage.mailSender}`;
export const mail = new sst.Linkable("MailSender", { properties: { address: sender } });

export const sendMail: sst.aws.FunctionPermissionArgs = {
  actions: ["ses:SendEmail"],
  resources: [email.nodes.identity.arn, email.nodes.configurationSet.arn],
};

/**
 * A telephone number is no resource of IAM: to publish to one is allowed by `*` alone, and to publish to a topic is
 * denied by name (SNS Developer Guide, "Using identity-based policies with Amazon SNS").
 */
export const sendShortMessages: sst.aws.FunctionPermissionArgs[] = [
  { actions: ["sns:Publish"], resources: ["*"] },
  { effect: "deny", actions: ["sns:Publish"], resources: ["arn:aws:sns:*:*:*"] },
];
