import type { DataSetContent, ElementValue, Writing } from "./encode-element.ts";
import { phantomSlice } from "./phantom.ts";
import { randomUid, seededRandom } from "./seeded-random.ts";
import { writeFile } from "./write-file.ts";

export interface CtStudyOptions {
  /** The same seed and options make the same bytes. */
  readonly seed: number;
  readonly slices: number;
  /** Rows and columns. */
  readonly size?: number;
  readonly writing?: Writing;
  /** Defined term of Specific Character Set (0008,0005), and how text is written in it. UTF-8 unless given. */
  readonly characterSet?: { readonly term: string; readonly encode: (text: string) => Uint8Array };
  readonly patientId?: string;
  readonly patientName?: string;
  readonly patientBirthDate?: string;
  /** Empty: the element is there without a value. */
  readonly accessionNumber?: string;
  /** Local namespace entity id of the Issuer of Accession Number Sequence. */
  readonly issuer?: string;
  /** Accession numbers of the Request Attributes Sequence. */
  readonly requestedAccessionNumbers?: readonly string[];
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  /** Of the slices, in order; made up for those that it does not reach. */
  readonly sopInstanceUids?: readonly string[];
  readonly studyDescription?: string;
  readonly referringPhysician?: string;
  readonly patientComments?: string;
  readonly imageComments?: string;
  readonly modality?: string;
}

/** One file of a study. */
export interface TestInstance {
  /** `slice-001.dcm`. */
  readonly name: string;
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array;
}

export interface TestStudy {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly instances: readonly TestInstance[];
}

const CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
const SLICE_MM = 5;

/** A CT study of one series: a head phantom with real pixels, in slices that lie where their positions say. */
export function ctStudy(options: CtStudyOptions): TestStudy {
  const random = seededRandom(options.seed);
  const studyInstanceUid = options.studyInstanceUid ?? randomUid(random);
  const seriesInstanceUid = options.seriesInstanceUid ?? randomUid(random);
  const frameOfReferenceUid = randomUid(random);
  const common = { studyInstanceUid, seriesInstanceUid, frameOfReferenceUid };
  const instances = Array.from({ length: options.slices }, (_, index) => {
    const sopInstanceUid = options.sopInstanceUids?.[index] ?? randomUid(random);
    const content = sliceContent(options, { ...common, sopInstanceUid, index, random });
    return {
      name: `slice-${String(index + 1).padStart(3, "0")}.dcm`,
      sopInstanceUid,
      bytes: writeFile(content, {
        ...(options.writing && { writing: options.writing }),
        ...(options.characterSet && { encodeText: options.characterSet.encode }),
      }),
    };
  });
  return { studyInstanceUid, seriesInstanceUid, instances };
}

interface Slice {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string;
  readonly sopInstanceUid: string;
  readonly index: number;
  readonly random: () => number;
}

/** The modules of the CT image IOD (PS3.3 section A.3) that a viewer needs. */
function sliceContent(options: CtStudyOptions, slice: Slice): DataSetContent {
  const size = options.size ?? 128;
  const z = (slice.index - (options.slices - 1) / 2) * SLICE_MM;
  const height = options.slices === 1 ? 0 : (2 * slice.index) / (options.slices - 1) - 1;
  const pixels = phantomSlice(size, height * 0.9, slice.random);
  const spacing = (250 / size).toFixed(4);
  const issuer = options.issuer;
  const elements: Array<readonly [number, string, ElementValue]> = [
    [0x00080005, "CS", options.characterSet?.term ?? "ISO_IR 192"],
    [0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    [0x00080016, "UI", CT_IMAGE_STORAGE],
    [0x00080018, "UI", slice.sopInstanceUid],
    [0x00080020, "DA", "20260114"],
    [0x00080021, "DA", "20260114"],
    [0x00080030, "TM", "101500"],
    [0x00080050, "SH", options.accessionNumber ?? ""],
    ...(issuer === undefined ? [] : [issuerOf(issuer)]),
    [0x00080060, "CS", options.modality ?? "CT"],
    [0x00080070, "LO", "Accession"],
    [0x00080080, "LO", "Test Hospital"],
    [0x00080090, "PN", options.referringPhysician ?? "Referrer^Rita"],
    [0x00081030, "LO", options.studyDescription ?? "Head phantom"],
    [0x0008103e, "LO", "Axial 5 mm"],
    [0x00100010, "PN", options.patientName ?? "Phantom^Petra"],
    [0x00100020, "LO", options.patientId ?? "PHANTOM-1"],
    [0x00100030, "DA", options.patientBirthDate ?? "19700101"],
    [0x00100040, "CS", "O"],
    ...optional(0x00104000, "LT", options.patientComments),
    [0x00180015, "CS", "HEAD"],
    [0x00180050, "DS", String(SLICE_MM)],
    [0x00180060, "DS", "120"],
    [0x00185100, "CS", "HFS"],
    [0x0020000d, "UI", slice.studyInstanceUid],
    [0x0020000e, "UI", slice.seriesInstanceUid],
    [0x00200010, "SH", "1"],
    [0x00200011, "IS", "1"],
    [0x00200013, "IS", String(slice.index + 1)],
    [0x00200032, "DS", `-125\\-125\\${z}`],
    [0x00200037, "DS", "1\\0\\0\\0\\1\\0"],
    [0x00200052, "UI", slice.frameOfReferenceUid],
    [0x00201041, "DS", String(z)],
    ...optional(0x00204000, "LT", options.imageComments),
    [0x00280002, "US", [1]],
    [0x00280004, "CS", "MONOCHROME2"],
    [0x00280010, "US", [size]],
    [0x00280011, "US", [size]],
    [0x00280030, "DS", `${spacing}\\${spacing}`],
    [0x00280100, "US", [16]],
    [0x00280101, "US", [16]],
    [0x00280102, "US", [15]],
    [0x00280103, "US", [1]],
    [0x00281050, "DS", "40"],
    [0x00281051, "DS", "400"],
    [0x00281052, "DS", "0"],
    [0x00281053, "DS", "1"],
    ...requests(options.requestedAccessionNumbers ?? []),
    [0x7fe00010, "OW", new Uint8Array(pixels.buffer)],
  ];
  return new Map(elements.map(([tag, vr, value]) => [tag, [vr, value]]));
}

function optional(
  tag: number,
  vr: string,
  value: string | undefined,
): Array<readonly [number, string, ElementValue]> {
  return value === undefined ? [] : [[tag, vr, value]];
}

function issuerOf(issuer: string): readonly [number, string, ElementValue] {
  return [0x00080051, "SQ", [new Map([[0x00400031, ["UT", issuer]]])]];
}

function requests(numbers: readonly string[]): Array<readonly [number, string, ElementValue]> {
  if (numbers.length === 0) return [];
  return [[0x00400275, "SQ", numbers.map((number) => new Map([[0x00080050, ["SH", number] as const]]))]];
}
