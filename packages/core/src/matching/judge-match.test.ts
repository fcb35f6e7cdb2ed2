import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePatients, contradict } from "./compare-patients.ts";
import { judgeMatch } from "./judge-match.ts";
import type { PatientFacts, ProcedureFacts, StudyFactsToMatch } from "./match-facts.ts";
import { MATCH_REASONS } from "./match-reason.ts";

const PATIENT = { patientId: "4711", name: "Doe^Jane", birthDate: "19700101" };
const procedure = (over: Partial<ProcedureFacts> = {}): ProcedureFacts => ({
  accessionNumber: { value: "A-1", issuer: "RIS" },
  modality: "CT",
  patient: PATIENT,
  ...over,
});
const study = (over: Partial<StudyFactsToMatch> = {}): StudyFactsToMatch => ({
  accessionNumbers: [{ value: "A-1", issuer: "RIS" }],
  modalities: ["CT", "SR"],
  patient: PATIENT,
  ...over,
});

describe("the accession number with its issuer decides", () => {
  it.each([
    ["both name the same", "RIS", ["RIS"], "matched", "issuer-equal"],
    ["nobody names one", undefined, [undefined], "matched", "issuer-unnamed"],
    ["the study names none", "RIS", [undefined], "suspect", "issuer-not-confirmed"],
    ["the order names none", undefined, ["RIS"], "suspect", "issuer-not-confirmed"],
    ["one of the study's is the same", "RIS", [undefined, "HIS", "RIS"], "matched", "issuer-equal"],
  ] as const)("%s", (_, wanted, issuers, grade, reason) => {
    const judged = judgeMatch(
      procedure({ accessionNumber: { value: "A-1", issuer: wanted } }),
      study({ accessionNumbers: issuers.map((issuer) => ({ value: "A-1", issuer })) }),
    );
    expect(judged?.grade).toBe(grade);
    expect(judged?.reasons.slice(0, 2)).toEqual(["accession-number-equal", reason]);
  });

  it("is no candidate under another number, or another issuer's", () => {
    expect(judgeMatch(procedure(), study({ accessionNumbers: [{ value: "A-2", issuer: "RIS" }] }))).toBe(
      undefined,
    );
    expect(judgeMatch(procedure(), study({ accessionNumbers: [{ value: "A-1", issuer: "HIS" }] }))).toBe(
      undefined,
    );
    expect(judgeMatch(procedure(), study({ accessionNumbers: [] }))).toBeUndefined();
  });

  it("takes a number of the Request Attributes Sequence like the study's own", () => {
    const accessionNumbers = [
      { value: "A-0", issuer: "RIS" },
      { value: "A-1", issuer: "RIS" },
    ];
    expect(judgeMatch(procedure(), study({ accessionNumbers }))?.grade).toBe("matched");
  });
});

describe("the rest must not contradict", () => {
  it.each([
    ["another patient id", study({ patient: { ...PATIENT, patientId: "4712" } }), "patient-id-differs"],
    ["another birth date", study({ patient: { ...PATIENT, birthDate: "19700102" } }), "birth-date-differs"],
    ["another modality", study({ modalities: ["MR"] }), "modality-differs"],
  ] as const)("%s makes it suspect", (_, other, reason) => {
    const judged = judgeMatch(procedure(), other);
    expect(judged?.grade).toBe("suspect");
    expect(judged?.reasons).toContain(reason);
  });

  it.each([
    ["no patient id", study({ patient: { ...PATIENT, patientId: " " } }), "patient-id-absent"],
    ["no birth date", study({ patient: { patientId: "4711" } }), "birth-date-absent"],
    ["an older form of the date", study({ patient: { birthDate: "1970.01.01" } }), "birth-date-equal"],
    ["a text for a date", study({ patient: { birthDate: "unknown" } }), "birth-date-absent"],
    ["no modality", study({ modalities: [] }), "modality-absent"],
    ["another name", study({ patient: { ...PATIENT, name: "Roe^Jane" } }), "name-differs"],
    ["the name in capitals", study({ patient: { ...PATIENT, name: "DOE^JANE^^^" } }), "name-equal"],
  ] as const)("%s contradicts nothing", (_, other, reason) => {
    const judged = judgeMatch(procedure(), other);
    expect(judged?.grade).toBe("matched");
    expect(judged?.reasons).toContain(reason);
  });

  it("does not compare ids that two named issuers gave out", () => {
    const here = { patientId: "1", issuerOfPatientId: "A" };
    expect(contradict(here, { patientId: "2", issuerOfPatientId: "B" })).toBe(false);
    expect(contradict(here, { patientId: "2", issuerOfPatientId: "A" })).toBe(true);
    expect(contradict(here, { patientId: "2" })).toBe(true);
  });
});

const few = (...values: string[]) => fc.constantFrom(...values, undefined);
const patients: fc.Arbitrary<PatientFacts> = fc.record({
  patientId: fc.oneof(few("4711", "4712", "", " "), fc.string()),
  issuerOfPatientId: few("H1", "H2", ""),
  name: fc.oneof(few("Doe^Jane", "DOE^JANE^", "Müller^Jörg=x"), fc.string()),
  birthDate: fc.oneof(few("19700101", "1970.01.01", "19991231", "?"), fc.string()),
});
const numbers = fc.record({ value: fc.constantFrom("A-1", "A-2"), issuer: few("RIS", "HIS") });
const procedures: fc.Arbitrary<ProcedureFacts> = fc.record({
  accessionNumber: numbers,
  modality: few("CT", "MR", ""),
  patient: patients,
});
const studies: fc.Arbitrary<StudyFactsToMatch> = fc.record({
  accessionNumbers: fc.array(numbers, { maxLength: 4 }),
  modalities: fc.uniqueArray(fc.constantFrom("CT", "MR", "SR"), { maxLength: 3 }),
  patient: patients,
});

describe("for every procedure and study", () => {
  it("answers codes only, one each for number, issuer, id, date, name and modality", () => {
    fc.assert(
      fc.property(procedures, studies, (wanted, found) => {
        const judged = judgeMatch(wanted, found);
        if (judged === undefined) return;
        expect(MATCH_REASONS).toEqual(expect.arrayContaining([...judged.reasons]));
        expect(judged.reasons).toHaveLength(6);
      }),
    );
  });

  it("compares patients alike from both sides", () => {
    fc.assert(
      fc.property(patients, patients, (one, other) => {
        expect(comparePatients(one, other)).toEqual(comparePatients(other, one));
      }),
    );
  });

  it("does not let a name decide", () => {
    fc.assert(
      fc.property(procedures, studies, fc.string(), (wanted, found, name) => {
        const renamed = { ...found, patient: { ...found.patient, name } };
        expect(judgeMatch(wanted, renamed)?.grade).toBe(judgeMatch(wanted, found)?.grade);
      }),
    );
  });

  it("makes nothing better that was suspect by telling more of the patient or of the modality", () => {
    fc.assert(
      fc.property(procedures, studies, patients, (wanted, found, more) => {
        const { issuerOfPatientId: _, ...facts } = found.patient;
        const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
        const less = { ...found, patient: told };
        const fuller = { ...found, patient: { ...more, issuerOfPatientId: undefined, ...told } };
        if (judgeMatch(wanted, less)?.grade === "suspect") {
          expect(judgeMatch(wanted, fuller)?.grade).toBe("suspect");
        }
        if (judgeMatch(wanted, { ...found, modalities: [] })?.grade === "suspect") {
          expect(judgeMatch(wanted, found)?.grade).toBe("suspect");
        }
      }),
    );
  });
});
