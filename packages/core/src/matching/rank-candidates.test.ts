import { expect, it } from "vitest";
import type { MatchReason } from "./match-reason.ts";
import { rankCandidates } from "./rank-candidates.ts";

const candidate = (id: string, ...reasons: MatchReason[]) => ({ id, grade: "ambiguous" as const, reasons });

it("puts fewer contradictions first, then more that is equal, then the name", () => {
  const ranked = rankCandidates([
    candidate("contradicted", "patient-id-differs", "birth-date-equal", "modality-equal", "name-equal"),
    candidate("little known", "patient-id-absent", "birth-date-absent", "name-equal"),
    candidate("another name", "patient-id-equal", "name-differs"),
    candidate("no name", "patient-id-equal", "name-absent"),
    candidate("likeliest", "patient-id-equal", "name-equal"),
  ]);
  expect(ranked.map(({ id }) => id)).toEqual([
    "likeliest",
    "no name",
    "another name",
    "little known",
    "contradicted",
  ]);
});
