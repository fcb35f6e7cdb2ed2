import type { Violation } from "../client/verification.ts";

/** The section of the runbook that tells of a law. */
export const sectionOf = (law: string): string => `docs/runbook.md#law-${law}`;

/** What to type to mend a violation, or to see what a person has to decide. */
export function mendingOf({ law, subject, repairable, facts }: Violation): string {
  const id = subject.id ?? "";
  if (repairable === true) return "accession verify --repair";
  switch (subject.kind) {
    case "receipt":
      return law === "receipt-has-version" ? `see ${sectionOf(law)}` : `accession reingest --receipt ${id}`;
    case "study":
      return `accession studies get ${id}`;
    case "order":
      return `accession orders get ${id}`;
    case "payment":
    case "procedure":
      return `accession orders get ord_${facts?.["orderId"] ?? ""}`;
    case "queue":
      return `accession dlq show ${id}`;
    case "article":
      return `accession inventory get ${id}`;
    default:
      return `see ${sectionOf(law)}`;
  }
}
