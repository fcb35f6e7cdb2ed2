import type { DataSetContent, ElementValue } from "./encode-element.ts";
import { randomUid, seededRandom } from "./seeded-random.ts";

/** Kinds of instances, with the UID of their storage class (PS3.6 table A-1). */
export const INSTANCE_KINDS = {
  CT: "1.2.840.10008.5.1.4.1.1.2",
  MR: "1.2.840.10008.5.1.4.1.1.4",
  "multi-frame": "1.2.840.10008.5.1.4.1.1.4.1",
  SR: "1.2.840.10008.5.1.4.1.1.88.11",
} as const;

export type InstanceKind = keyof typeof INSTANCE_KINDS;

export interface InstanceOptions {
  /** The same seed and options make the same data set. */
  readonly seed: number;
  /** ISO_IR 192 unless given. */
  readonly characterSet?: string;
  readonly patientName?: string;
}

type Row = readonly [tag: number, vr: string, value: ElementValue];

const FRAMES = 4;
const SIZE = 16;

/** The content of a valid small instance of a kind: the modules that a receiver looks at, with sequences where the kind has them. */
export function instanceContent(kind: InstanceKind, options: InstanceOptions): DataSetContent {
  const random = seededRandom(options.seed);
  const rows: Row[] = [
    [0x00080005, "CS", options.characterSet ?? "ISO_IR 192"],
    [0x00080016, "UI", INSTANCE_KINDS[kind]],
    [0x00080018, "UI", randomUid(random)],
    [0x00080020, "DA", "20260114"],
    [0x00080030, "TM", "101500.250000"],
    [0x00080050, "SH", `A${Math.floor(random() * 1e6)}`],
    [0x00080060, "CS", kind === "multi-frame" ? "MR" : kind],
    [0x00100010, "PN", options.patientName ?? "Phantom^Petra"],
    [0x00100020, "LO", `P-${Math.floor(random() * 1e6)}`],
    [0x00100030, "DA", "19700101"],
    [0x0020000d, "UI", randomUid(random)],
    [0x0020000e, "UI", randomUid(random)],
    [0x00200013, "IS", String(1 + Math.floor(random() * 200))],
    ...(kind === "SR" ? report() : image(kind, random)),
  ];
  return new Map(rows.map(([tag, vr, value]) => [tag, [vr, value]]));
}

function image(kind: Exclude<InstanceKind, "SR">, random: () => number): Row[] {
  const frames = kind === "multi-frame" ? FRAMES : 1;
  return [
    [0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    kind === "CT" ? [0x00180060, "DS", "120"] : [0x00180081, "DS", "4.6"],
    [0x00280002, "US", [1]],
    [0x00280004, "CS", "MONOCHROME2"],
    ...(frames === 1 ? [] : ([[0x00280008, "IS", String(frames)]] satisfies Row[])),
    [0x00280010, "US", [SIZE]],
    [0x00280011, "US", [SIZE]],
    [0x00280100, "US", [16]],
    [0x00280101, "US", [12]],
    [0x00280102, "US", [11]],
    [0x00280103, "US", [0]],
    ...(frames === 1 ? [] : functionalGroups(frames, random)),
    [0x7fe00010, "OW", new Uint8Array(frames * SIZE * SIZE * 2)],
  ];
}

/** Per-frame Functional Groups (PS3.3 section C.7.6.16): a position for each frame. */
function functionalGroups(frames: number, random: () => number): Row[] {
  const items = Array.from({ length: frames }, (_, index): DataSetContent => {
    const position = `0\\0\\${(index * 5 + random()).toFixed(3)}`;
    return new Map([[0x00209113, ["SQ", [new Map([[0x00200032, ["DS", position] as const]])]] as const]]);
  });
  return [[0x52009230, "SQ", items]];
}

/** A document of one heading and one text (PS3.3 section C.17.3). */
function report(): Row[] {
  const concept: DataSetContent = new Map([
    [0x00080100, ["SH", "121070"]],
    [0x00080102, ["SH", "DCM"]],
    [0x00080104, ["LO", "Findings"]],
  ]);
  const text: DataSetContent = new Map<number, readonly [string, ElementValue]>([
    [0x0040a010, ["CS", "CONTAINS"]],
    [0x0040a040, ["CS", "TEXT"]],
    [0x0040a043, ["SQ", [concept]]],
    [0x0040a160, ["UT", "No fracture.\r\nNo effusion."]],
  ]);
  return [
    [0x0040a040, "CS", "CONTAINER"],
    [0x0040a043, "SQ", [concept]],
    [0x0040a730, "SQ", [text]],
  ];
}
