/** What a verification answers, and how the core's ids become those of the API. */
import { ID_PREFIX, type IdKind, toPublicId } from "@accession/core/ids";
import { LAWS, type Law, type Subject, type Violation } from "@accession/core/verification/law";
import type { Portion } from "@accession/core/verification/verification";
import { z } from "zod";
import { cursor } from "../api/answer-parts.ts";

const text = z.string();

/** An object's key may name a patient: it is in bodies only, and only where no receipt names the object. */
export const subjectSchema = z.union([
  z.strictObject({ kind: z.literal("version"), key: text.max(1024), versionId: text.max(1024) }),
  z.strictObject({
    kind: z.enum([
      "receipt",
      "instance",
      "study",
      "procedure",
      "event",
      "order",
      "payment",
      "article",
      "queue",
    ]),
    id: text.max(128),
  }),
]);

export const lawSchema = z.enum(Object.values(LAWS).flat() as [Law, ...Law[]]);

const violationAnswer = z
  .object({
    law: lawSchema,
    problem: text,
    tenantId: text.optional(),
    subject: subjectSchema,
    facts: z.record(text, z.union([text, z.number()])).optional(),
    repairable: z.literal(true).optional(),
  })
  .meta({ id: "Violation" });

export const verificationAnswer = z
  .object({
    checked: z.partialRecord(lawSchema, z.int()),
    counts: z.record(text, z.int()),
    violations: z.array(violationAnswer),
    cursor,
  })
  .meta({ id: "VerificationPortion" });

export function portionView({ checked, counts, violations, cursor: next }: Portion) {
  return {
    checked,
    counts,
    violations: violations.map(violationView),
    ...(next !== undefined && { cursor: next }),
  };
}

function violationView({ tenantId, subject, ...rest }: Violation) {
  return {
    ...rest,
    ...(tenantId !== undefined && { tenantId: toPublicId("tenant", tenantId) }),
    subject: subjectView(subject),
  };
}

const isIdKind = (kind: string): kind is IdKind => kind in ID_PREFIX;

function subjectView(subject: Subject): Subject {
  return "id" in subject && isIdKind(subject.kind)
    ? { ...subject, id: toPublicId(subject.kind, subject.id) }
    : subject;
}
