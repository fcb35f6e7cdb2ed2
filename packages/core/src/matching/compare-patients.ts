import type { PatientFacts } from "./match-facts.ts";
import type { MatchReason } from "./match-reason.ts";

/** How two sides compare in one attribute. */
type Comparison = "equal" | "absent" | "differs";

export interface PatientComparison {
  readonly patientId: Comparison;
  readonly birthDate: Comparison;
  readonly name: Comparison;
}

/** Compares two patients. Symmetric. What one side does not say contradicts nothing. */
export function comparePatients(one: PatientFacts, other: PatientFacts): PatientComparison {
  return {
    patientId: compareIds(one, other),
    birthDate: compare(calendarText(one.birthDate), calendarText(other.birthDate)),
    name: compare(plainName(one.name), plainName(other.name)),
  };
}

/** True when the two cannot be one person. Names differ for too many harmless reasons to say so. */
export function contradict(one: PatientFacts, other: PatientFacts): boolean {
  const { patientId, birthDate } = comparePatients(one, other);
  return patientId === "differs" || birthDate === "differs";
}

export function patientReasons(comparison: PatientComparison): readonly MatchReason[] {
  return [
    `patient-id-${comparison.patientId}`,
    `birth-date-${comparison.birthDate}`,
    `name-${comparison.name}`,
  ];
}

/** Ids that two named issuers gave out say nothing about each other. */
function compareIds(one: PatientFacts, other: PatientFacts): Comparison {
  const issuers = compare(text(one.issuerOfPatientId), text(other.issuerOfPatientId));
  return issuers === "differs" ? "absent" : compare(text(one.patientId), text(other.patientId));
}

function compare(one: string | undefined, other: string | undefined): Comparison {
  if (one === undefined || other === undefined) return "absent";
  return one === other ? "equal" : "differs";
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** `YYYYMMDD`, also of the older form `YYYY.MM.DD` (PS3.5 section 6.2, DA). Any other text compares to nothing. */
function calendarText(value: string | undefined): string | undefined {
  const digits = value?.trim().replace(/^(\d{4})\.(\d{2})\.(\d{2})$/, "$1$2$3");
  return digits !== undefined && /^\d{8}$/.test(digits) ? digits : undefined;
}

/** The alphabetic group of a PN without accents, case and empty components: `Müller^Jörg^^` → `muller^jorg`. */
function plainName(value: string | undefined): string | undefined {
  const [alphabetic = ""] = (value ?? "").split("=");
  const components = alphabetic
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split("^")
    .map((component) => component.trim().replace(/\s+/g, " "));
  return text(components.join("^").replace(/\^+$/, ""));
}
