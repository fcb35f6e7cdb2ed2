import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CompleteStudy,
  decideLinks,
  type LinkDecision,
  type LiveProcedure,
  type MatchGroup,
  type PresentLink,
} from "./decide-links.ts";

const JANE = { patientId: "4711", birthDate: "19700101" };
const procedure = (
  procedureId: string,
  orderId: string,
  over: Partial<LiveProcedure> = {},
): LiveProcedure => ({
  procedureId,
  orderId,
  accessionNumber: { value: "A-1", issuer: "RIS" },
  modality: "CT",
  patient: JANE,
  ...over,
});
const study = (studyId: string, over: Partial<CompleteStudy> = {}): CompleteStudy => ({
  studyId,
  accessionNumbers: [{ value: "A-1", issuer: "RIS" }],
  modalities: ["CT"],
  patient: JANE,
  ...over,
});
const present = (studyId: string, procedureId: string, status: PresentLink["status"]): PresentLink => ({
  studyId,
  procedureId,
  status,
  grade: "matched",
  reasons: [],
});
const brief = (decisions: readonly LinkDecision[]) =>
  decisions.map(({ studyId, procedureId, status, grade }) => [studyId, procedureId, status, grade]);

function decide(group: Partial<MatchGroup>) {
  return brief(decideLinks({ procedures: [], studies: [], links: [], ...group }));
}

describe("what belongs together", () => {
  it("links all studies of a number that may be of one patient", () => {
    const decided = decide({ procedures: [procedure("p", "o")], studies: [study("s"), study("t")] });
    expect(decided).toEqual([
      ["s", "p", "linked", "matched"],
      ["t", "p", "linked", "matched"],
    ]);
  });

  it("links a study with each of its numbers, and with all lines of an order that it fits", () => {
    const both = [
      { value: "A-1", issuer: "RIS" },
      { value: "A-2", issuer: "RIS" },
    ];
    const other = { accessionNumber: { value: "A-2", issuer: "RIS" } };
    const decided = decide({
      procedures: [procedure("p", "o"), procedure("q", "o"), procedure("r", "another", other)],
      studies: [study("s", { accessionNumbers: both })],
    });
    expect(decided.map(([, procedureId, status]) => [procedureId, status])).toEqual([
      ["p", "linked"],
      ["q", "linked"],
      ["r", "linked"],
    ]);
  });

  it("does not trouble anybody with a line of another modality when its sibling takes the study", () => {
    const decided = decide({
      procedures: [procedure("ct", "o"), procedure("mr", "o", { modality: "MR" })],
      studies: [study("s")],
    });
    expect(decided).toEqual([["s", "ct", "linked", "matched"]]);
  });
});

describe("what a person has to look at", () => {
  it("is a study that fits the orders of two", () => {
    const group = { procedures: [procedure("p", "o1"), procedure("q", "o2")], studies: [study("s")] };
    expect(decide(group)).toEqual([
      ["s", "p", "proposed", "ambiguous"],
      ["s", "q", "proposed", "ambiguous"],
    ]);
    expect(decide({ ...group, links: [present("s", "p", "linked")] })).toEqual([
      ["s", "q", "proposed", "ambiguous"],
    ]);
  });

  it("is not a study whose two numbers differ in their issuer only", () => {
    const accessionNumbers = [
      { value: "A-1", issuer: "RIS" },
      { value: "A-1", issuer: "HIS" },
    ];
    const his = { accessionNumber: { value: "A-1", issuer: "HIS" } };
    const decided = decide({
      procedures: [procedure("p", "o1"), procedure("q", "o2", his)],
      studies: [study("s", { accessionNumbers })],
    });
    expect(decided.map(([, , , grade]) => grade)).toEqual(["matched", "matched"]);
  });

  it("leaves out an order that the study contradicts", () => {
    const decided = decide({
      procedures: [procedure("p", "o1"), procedure("q", "o2", { patient: { patientId: "9" } })],
      studies: [study("s")],
    });
    expect(decided).toEqual([
      ["s", "p", "linked", "matched"],
      ["s", "q", "proposed", "suspect"],
    ]);
  });

  it("is two studies that cannot be of one patient", () => {
    const silent = procedure("p", "o", { patient: { patientId: "4711" } });
    const other = study("t", { patient: { birthDate: "19991231" } });
    expect(decide({ procedures: [silent], studies: [study("s"), other] })).toEqual([
      ["s", "p", "proposed", "ambiguous"],
      ["t", "p", "proposed", "ambiguous"],
    ]);
    const links = [present("s", "p", "linked")];
    expect(decide({ procedures: [silent], studies: [study("s"), other], links })).toEqual([
      ["t", "p", "proposed", "ambiguous"],
    ]);
  });
});

describe("what was decided before", () => {
  it("stays, whatever a later version of the study says", () => {
    const changed = study("s", { patient: { patientId: "9" } });
    const links = [present("s", "p", "linked")];
    expect(decide({ procedures: [procedure("p", "o")], studies: [changed], links })).toEqual([]);
  });

  it("is not made again when a person took it back, and rivals nobody", () => {
    const links = [present("s", "p", "unlinked")];
    const procedures = [procedure("p", "o1"), procedure("q", "o2")];
    expect(decide({ procedures, studies: [study("s")], links })).toEqual([["s", "q", "linked", "matched"]]);
  });

  it("goes on by itself when the rival is gone", () => {
    const links = [present("s", "p", "proposed")];
    expect(decide({ procedures: [procedure("p", "o")], studies: [study("s")], links })).toEqual([
      ["s", "p", "linked", "matched"],
    ]);
  });

  it("is withdrawn when it is no candidate any more", () => {
    const procedures = [procedure("ct", "o"), procedure("mr", "o", { modality: "MR" })];
    const links = [present("s", "mr", "proposed")];
    expect(decide({ procedures, studies: [study("s")], links })).toEqual([
      ["s", "ct", "linked", "matched"],
      ["s", "mr", "withdrawn", "matched"],
    ]);
  });
});

const few = (...values: string[]) => fc.constantFrom(...values, undefined);
const accessionNumber = fc.record({ value: fc.constantFrom("A-1", "A-2"), issuer: few("RIS", "HIS") });
const patient = fc.record({ patientId: few("1", "2"), birthDate: few("19700101", "19700102") });
const groups: fc.Arbitrary<MatchGroup> = fc
  .record({
    procedures: fc.array(
      fc.record({
        orderId: fc.constantFrom("o1", "o2", "o3"),
        accessionNumber,
        modality: few("CT", "MR"),
        patient,
      }),
      { maxLength: 5 },
    ),
    studies: fc.array(
      fc.record({
        accessionNumbers: fc.array(accessionNumber, { maxLength: 3 }),
        modalities: fc.uniqueArray(fc.constantFrom("CT", "MR"), { maxLength: 2 }),
        patient,
      }),
      { maxLength: 5 },
    ),
    statuses: fc.array(fc.constantFrom("proposed", "linked", "unlinked", "withdrawn", undefined), {
      minLength: 25,
      maxLength: 25,
    }),
  })
  .map(({ procedures, studies, statuses }) => {
    const numbered = {
      procedures: procedures.map((one, index) => ({ ...one, procedureId: `p${index}` })),
      studies: studies.map((one, index) => ({ ...one, studyId: `s${index}` })),
    };
    const links = numbered.procedures.flatMap(({ procedureId }, row) =>
      numbered.studies.flatMap(({ studyId }, column) => {
        const status = statuses[row * 5 + column];
        return status === undefined ? [] : [present(studyId, procedureId, status)];
      }),
    );
    return { ...numbered, links };
  });

describe("for every group", () => {
  it("leaves what is linked or taken back alone, and decides each pair once", () => {
    fc.assert(
      fc.property(groups, (group) => {
        const decided = brief(decideLinks(group)).map(
          ([studyId, procedureId]) => `${studyId} ${procedureId}`,
        );
        const settled = group.links
          .filter(({ status }) => status === "linked" || status === "unlinked")
          .map(({ studyId, procedureId }) => `${studyId} ${procedureId}`);
        expect(new Set(decided).size).toBe(decided.length);
        expect(decided.filter((pair) => settled.includes(pair))).toEqual([]);
      }),
    );
  });

  it("changes nothing when it decides again with the outcome", () => {
    fc.assert(
      fc.property(groups, (group) => {
        const decisions = decideLinks(group);
        const decided = new Set(decisions.map(({ studyId, procedureId }) => `${studyId} ${procedureId}`));
        const kept = group.links.filter(
          ({ studyId, procedureId }) => !decided.has(`${studyId} ${procedureId}`),
        );
        expect(decideLinks({ ...group, links: [...kept, ...decisions] })).toEqual([]);
      }),
    );
  });

  it("does not depend on the order in which things are listed", () => {
    fc.assert(
      fc.property(groups, (group) => {
        const turned = {
          procedures: group.procedures.toReversed(),
          studies: group.studies.toReversed(),
          links: group.links.toReversed(),
        };
        const sorted = (decisions: readonly LinkDecision[]) => brief(decisions).map(String).toSorted();
        expect(sorted(decideLinks(turned))).toEqual(sorted(decideLinks(group)));
      }),
    );
  });

  it("links by itself what is matched, and nothing else", () => {
    fc.assert(
      fc.property(groups, (group) => {
        for (const { status, grade } of decideLinks(group)) {
          if (status !== "withdrawn") expect(status === "linked").toBe(grade === "matched");
        }
      }),
    );
  });
});
