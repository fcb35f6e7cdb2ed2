import type { StudySearch } from "@accession/core/studies/study-directory";
import { seededRandom } from "../dicom/seeded-random.ts";
import { FAMILY_HEADS, FAMILY_TAILS, GIVEN_NAMES } from "./sample-draws.ts";

/** Random searches of one kind, over what `fillIndex` made of the first `studies` studies of a tenant. */
export interface SearchKind {
  readonly name: string;
  next(draw: Draw): Omit<StudySearch, "limit">;
}

export interface Draw {
  below(count: number): number;
  /** How many studies the tenant has, and how many studies there are before its first. */
  readonly studies: number;
  readonly first: number;
}

export function drawer(seed: number, studies: number, first: number): Draw {
  const random = seededRandom(seed);
  return { below: (count) => Math.floor(random() * count), studies, first };
}

const of = <Item>(draw: Draw, items: readonly Item[]): Item => items[draw.below(items.length)] as Item;

const day = (draw: Draw): number => Date.UTC(2023, 10, 1) + draw.below(1096) * 86_400_000;
const dicomDate = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll("-", "");
const range = (draw: Draw, days: number) => {
  const from = day(draw);
  return { studyDateFrom: dicomDate(from), studyDateTo: dicomDate(from + (days - 1) * 86_400_000) };
};

const patientId = (draw: Draw) =>
  `P${String(draw.first + draw.below(Math.ceil(draw.studies / 3))).padStart(7, "0")}`;
const modality = (draw: Draw) => of(draw, ["CR", "DX", "US", "CT", "MR", "MG", "XA", "PT", "NM", "SR", "OT"]);
const family = (draw: Draw) => of(draw, FAMILY_HEADS) + of(draw, FAMILY_TAILS);

/** What people search by, alone and together. */
export const SEARCH_KINDS: readonly SearchKind[] = [
  { name: "everything", next: () => ({}) },
  { name: "patient id", next: (draw) => ({ patientId: patientId(draw) }) },
  {
    name: "accession number",
    next: (draw) => ({
      accessionNumber: `A${String(draw.first + 1 + draw.below(draw.studies)).padStart(8, "0")}`,
    }),
  },
  { name: "name, 2 letters", next: (draw) => ({ patientName: family(draw).slice(0, 2) }) },
  { name: "name, 4 letters", next: (draw) => ({ patientName: family(draw).slice(0, 4).toUpperCase() }) },
  {
    name: "family and given name",
    next: (draw) => ({ patientName: `${family(draw)}^${of(draw, GIVEN_NAMES).slice(0, 3)}` }),
  },
  { name: "ideographic name", next: (draw) => ({ patientName: of(draw, ["山田", "鈴木 花", "やまだ"]) }) },
  { name: "modality", next: (draw) => ({ modality: modality(draw) }) },
  { name: "one day", next: (draw) => range(draw, 1) },
  { name: "one month", next: (draw) => range(draw, 30) },
  { name: "one year", next: (draw) => range(draw, 365) },
  { name: "since a day", next: (draw) => ({ studyDateFrom: dicomDate(day(draw)) }) },
  { name: "until a day", next: (draw) => ({ studyDateTo: dicomDate(day(draw)) }) },
  { name: "arriving", next: () => ({ state: "arriving" }) },
  { name: "complete", next: () => ({ state: "complete" }) },
  { name: "modality and month", next: (draw) => ({ modality: modality(draw), ...range(draw, 30) }) },
  {
    name: "modality and year, complete",
    next: (draw) => ({ modality: modality(draw), ...range(draw, 365), state: "complete" }),
  },
  {
    name: "name and modality",
    next: (draw) => ({ patientName: family(draw).slice(0, 3), modality: modality(draw) }),
  },
  {
    name: "patient id and modality",
    next: (draw) => ({ patientId: patientId(draw), modality: modality(draw) }),
  },
];
