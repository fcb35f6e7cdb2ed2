/** Which procedures a caller may order, and what is wrong with a request that does not fit. Unknown fields are refused. */
import { z } from "zod";
import { contactSchema } from "../notifications/contact.ts";
import { MAX_LINES } from "./order.ts";
import { checkPrices, paymentTokenSchema, priceSchema } from "./request-prices.ts";

/** SH and the code value, PS3.5 section 6.2: the default repertoire without backslash and controls; spaces around it do not count. */
const short = z
  .string()
  .trim()
  .regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/, "must be 1 to 16 characters of ASCII without a backslash");

/** Text as PS3.5 section 6.2 allows it in a value: anything but a backslash and controls. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .regex(/^[^\\\p{Cc}]+$/u, "must not be empty, or hold a backslash or control characters")
    .max(longest);

/** DA, PS3.5 section 6.2: a day of the calendar as `YYYYMMDD`. */
const day = z.string().refine(isDay, { message: "must be a day as YYYYMMDD", params: { code: "not-a-day" } });

const patientSchema = z.strictObject({
  /** LO. */
  patientId: text(64),
  /** PN: three groups of 64 characters with their separators. */
  name: text(194).optional(),
  birthDate: day.optional(),
});

const imagingLineSchema = z.strictObject({
  /** A local namespace entity id, as in the Issuer of Accession Number Sequence (0008,0051). */
  issuer: text(64).optional(),
  /** Given out when it is absent. */
  accessionNumber: short.optional(),
  procedureCode: short.optional(),
  /** CS, as in Modality (0008,0060). */
  modality: z
    .string()
    .trim()
    .regex(/^[A-Z0-9_ ]{1,16}$/, "must be a code of a modality such as CT")
    .optional(),
  requestedDate: day.optional(),
  patient: patientSchema,
  price: priceSchema,
});

export const imagingOrderSchema = z
  .strictObject({
    kind: z.literal("imaging"),
    lines: z.array(imagingLineSchema).min(1).max(MAX_LINES),
    paymentToken: paymentTokenSchema,
    notify: contactSchema.optional(),
    /** Until when the order waits for its studies. */
    deadline: z.iso.datetime({ offset: true }).optional(),
  })
  .superRefine((order, context) => {
    checkPrices(
      order.lines.map((line) => line.price),
      "price",
      context,
    );
  });

export type ImagingOrderRequest = z.output<typeof imagingOrderSchema>;
export type ImagingLineRequest = ImagingOrderRequest["lines"][number];

function isDay(value: string): boolean {
  const parts = /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/.exec(value)?.groups;
  if (parts === undefined) return false;
  const iso = `${parts["year"]}-${parts["month"]}-${parts["day"]}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // A day that the month does not have is carried into the next one.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}
