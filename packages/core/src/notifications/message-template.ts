/** Texts with placeholders such as `{{orderId}}`. What fills them are ids and codes of ours, never free text. */
import { z } from "zod";

export const PLACEHOLDERS = ["orderId", "kind", "outcome", "reason"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const isPlaceholder = (name: string): name is Placeholder =>
  (PLACEHOLDERS as readonly string[]).includes(name);

/** Whether all that looks like a placeholder is one. */
function isWellFormed(template: string): boolean {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  return names.every(isPlaceholder) && !/\{\{|\}\}/.test(template.replaceAll(PLACEHOLDER, ""));
}

const template = (pattern: RegExp, longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(pattern)
    .refine(isWellFormed, { message: "names a placeholder that there is not" });

/** One line: a line break in a subject could begin another header (RFC 5322 section 2.2). */
export const lineTemplateSchema = template(/^[^\p{Cc}\u2028\u2029]+$/u, 120);
export const textTemplateSchema = template(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u, 4000);
/** At most two parts of a short message. */
export const shortTemplateSchema = template(/^[^\p{Cc}\u2028\u2029]+$/u, 280);

/** Fills the placeholders, each once: what a value holds is not looked at again. */
export function renderTemplate(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));
}
