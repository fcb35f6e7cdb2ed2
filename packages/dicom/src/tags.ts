/**
 * The attributes that we index or show: keyword → tag and value representation, as in PS3.6 table 6-1 (2024e).
 * Everything else is skipped by position.
 */
export const TAGS = {
  SpecificCharacterSet: [0x00080005, "CS"],
  ImageType: [0x00080008, "CS"],
  SOPClassUID: [0x00080016, "UI"],
  SOPInstanceUID: [0x00080018, "UI"],
  StudyDate: [0x00080020, "DA"],
  SeriesDate: [0x00080021, "DA"],
  AcquisitionDate: [0x00080022, "DA"],
  ContentDate: [0x00080023, "DA"],
  StudyTime: [0x00080030, "TM"],
  SeriesTime: [0x00080031, "TM"],
  ContentTime: [0x00080033, "TM"],
  AccessionNumber: [0x00080050, "SH"],
  IssuerOfAccessionNumberSequence: [0x00080051, "SQ"],
  Modality: [0x00080060, "CS"],
  Manufacturer: [0x00080070, "LO"],
  InstitutionName: [0x00080080, "LO"],
  ReferringPhysicianName: [0x00080090, "PN"],
  TimezoneOffsetFromUTC: [0x00080201, "SH"],
  StationName: [0x00081010, "SH"],
  StudyDescription: [0x00081030, "LO"],
  SeriesDescription: [0x0008103e, "LO"],
  ManufacturerModelName: [0x00081090, "LO"],
  PatientName: [0x00100010, "PN"],
  PatientID: [0x00100020, "LO"],
  IssuerOfPatientID: [0x00100021, "LO"],
  PatientBirthDate: [0x00100030, "DA"],
  PatientSex: [0x00100040, "CS"],
  PatientAge: [0x00101010, "AS"],
  PatientComments: [0x00104000, "LT"],
  BodyPartExamined: [0x00180015, "CS"],
  SliceThickness: [0x00180050, "DS"],
  ProtocolName: [0x00181030, "LO"],
  PatientPosition: [0x00185100, "CS"],
  StudyInstanceUID: [0x0020000d, "UI"],
  SeriesInstanceUID: [0x0020000e, "UI"],
  StudyID: [0x00200010, "SH"],
  SeriesNumber: [0x00200011, "IS"],
  AcquisitionNumber: [0x00200012, "IS"],
  InstanceNumber: [0x00200013, "IS"],
  FrameOfReferenceUID: [0x00200052, "UI"],
  SamplesPerPixel: [0x00280002, "US"],
  PhotometricInterpretation: [0x00280004, "CS"],
  NumberOfFrames: [0x00280008, "IS"],
  Rows: [0x00280010, "US"],
  Columns: [0x00280011, "US"],
  BitsAllocated: [0x00280100, "US"],
  BitsStored: [0x00280101, "US"],
  RequestedProcedureDescription: [0x00321060, "LO"],
  LocalNamespaceEntityID: [0x00400031, "UT"],
  UniversalEntityID: [0x00400032, "UT"],
  UniversalEntityIDType: [0x00400033, "CS"],
  RequestAttributesSequence: [0x00400275, "SQ"],
  ScheduledProcedureStepID: [0x00400009, "SH"],
  RequestedProcedureID: [0x00401001, "SH"],
} as const satisfies Record<string, readonly [tag: number, vr: string]>;

/** A PS3.6 keyword that we know. */
export type Keyword = keyof typeof TAGS;

/** File meta information (PS3.10 table 7.1-1) that the reader needs. */
export const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
export const TRANSFER_SYNTAX_UID = 0x00020010;

const META_VR: ReadonlyArray<readonly [number, string]> = [
  [MEDIA_STORAGE_SOP_CLASS_UID, "UI"],
  [TRANSFER_SYNTAX_UID, "UI"],
];

const VR_BY_TAG: ReadonlyMap<number, string> = new Map([
  ...Object.values(TAGS).map(([tag, vr]) => [tag, vr] as const),
  ...META_VR,
]);

/** The value representation of a tag that we keep, or undefined for one that is skipped. */
export function dictionaryVr(tag: number): string | undefined {
  return VR_BY_TAG.get(tag);
}

/** `0x00100020` → `0010,0020`. */
export function formatTag(tag: number): string {
  const hex = tag.toString(16).padStart(8, "0").toUpperCase();
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
}
