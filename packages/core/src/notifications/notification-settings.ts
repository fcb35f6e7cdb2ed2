/** What a tenant decides about notifications: part of its settings in the registry. */
import { z } from "zod";
import { emailAddressSchema, phoneNumberSchema } from "./contact.ts";
import { lineTemplateSchema, shortTemplateSchema, textTemplateSchema } from "./message-template.ts";

/** The events that somebody is told of. */
export const NEWS = ["order.completed", "order.failed", "order.cancelled", "order.needs-review"] as const;
export type News = (typeof NEWS)[number];

const addresses = <Address extends z.ZodType>(address: Address) => z.array(address).max(10).default([]);

const operatorsSchema = z.strictObject({
  email: addresses(emailAddressSchema),
  phone: addresses(phoneNumberSchema),
  /** What they are told of. */
  about: z.array(z.enum(NEWS)).default(["order.needs-review"]),
});

const messageSchema = z.strictObject({
  subject: lineTemplateSchema.optional(),
  text: textTemplateSchema.optional(),
  sms: shortTemplateSchema.optional(),
});

export const notificationSettingsSchema = z.strictObject({
  operators: operatorsSchema.default({ email: [], phone: [], about: ["order.needs-review"] }),
  /** In place of our own texts. */
  templates: z.partialRecord(z.enum(NEWS), messageSchema).default({}),
});
export type NotificationSettings = z.output<typeof notificationSettingsSchema>;
export type GivenNotificationSettings = z.input<typeof notificationSettingsSchema>;

/** Throws `tenant.notifications-malformed` when the registry holds something else: a person has to mend it. */
export interface NotificationSettingsSource {
  of(tenantId: string): Promise<NotificationSettings>;
}
