/** Addresses of people: contact data, which lives in the order or in the tenant's settings and nowhere else. */
import { z } from "zod";

/** RFC 5321 section 4.5.3.1.3: a path of at most 256 octets, two of them brackets. */
export const emailAddressSchema = z.email().max(254);

/** E.164: a plus sign and at most 15 digits. */
export const phoneNumberSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "must be a number in the form +4930123456");

/** Whom the caller wants to be told how the order ended. */
export const contactSchema = z.strictObject({
  email: emailAddressSchema.optional(),
  phone: phoneNumberSchema.optional(),
});
export type Contact = z.output<typeof contactSchema>;
