import { DicomError, type ForeignFormat, type NotDicom } from "./errors.ts";
import type { Header } from "./read-header.ts";
import { MEDIA_STORAGE_SOP_CLASS_UID } from "./tags.ts";
import { isUid } from "./uid.ts";

/** Why a file is not a storable SOP instance. Public and stable. */
export type RefusalCode =
  | "empty"
  | "not-dicom"
  | ForeignFormat
  | "dicomdir"
  | "truncated"
  | "damaged"
  | "too-large"
  | "missing-sop-class-uid"
  | "missing-sop-instance-uid"
  | "missing-study-instance-uid"
  | "missing-series-instance-uid"
  | "invalid-sop-class-uid"
  | "invalid-sop-instance-uid"
  | "invalid-study-instance-uid"
  | "invalid-series-instance-uid";

/** A refusal: the code, a sentence without anything from the file, and the failure status of PS3.18 table I.2-2. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly status: number;
}

export type Assessment = { readonly accepted: true } | { readonly accepted: false; readonly reason: Refusal };

/** PS3.18 table I.2-2: "Cannot understand". */
const CANNOT_UNDERSTAND = 0xc000;
/** PS3.18 table I.2-2: "Data Set does not match SOP Class". */
const DOES_NOT_MATCH = 0xa900;
/** PS3.18 table I.2-2: "Referenced SOP Class not supported". */
const NOT_SUPPORTED = 0x0122;
/** PS3.18 table I.2-2: "Processing failure". */
const PROCESSING_FAILURE = 0x0110;

const DICOMDIR = "1.2.840.10008.1.3.10";

const REQUIRED = [
  ["SOPClassUID", "sop-class-uid"],
  ["SOPInstanceUID", "sop-instance-uid"],
  ["StudyInstanceUID", "study-instance-uid"],
  ["SeriesInstanceUID", "series-instance-uid"],
] as const;

/** Is it an instance that can be stored: whole, and with the four UIDs that say which one it is? */
export function assessInstance(header: Header): Assessment {
  const { dataSet } = header;
  // A DICOMDIR has no SOP Class but in the meta information.
  const mediaStorageSopClass = header.meta.textAt(MEDIA_STORAGE_SOP_CLASS_UID);
  if (mediaStorageSopClass === DICOMDIR || dataSet.text("SOPClassUID") === DICOMDIR) {
    return refuse("dicomdir", "A DICOMDIR lists instances and is none itself.", NOT_SUPPORTED);
  }
  if (header.findings.some((finding) => finding.code === "truncated")) {
    return refuse("truncated", "The file ends before a value that it announces.", CANNOT_UNDERSTAND);
  }
  for (const [keyword, name] of REQUIRED) {
    const uid = dataSet.text(keyword);
    if (uid === undefined) return refuse(`missing-${name}`, `${keyword} is absent or empty.`, DOES_NOT_MATCH);
    if (!isUid(uid)) return refuse(`invalid-${name}`, `${keyword} is not a valid UID.`, DOES_NOT_MATCH);
  }
  return { accepted: true };
}

/** The refusal that an error of the reader comes to. */
export function refusalOf(error: DicomError): Refusal {
  const at = { status: CANNOT_UNDERSTAND };
  if (error.code === "empty") return { code: "empty", message: "The file is empty.", ...at };
  if (error.code === "not-dicom") {
    const { looksLike } = error as NotDicom;
    return { code: looksLike ?? "not-dicom", message: notDicom(looksLike), ...at };
  }
  if (error.code === "damaged") return { code: "damaged", message: error.message, ...at };
  return {
    code: "too-large",
    message: error.message,
    status: PROCESSING_FAILURE,
  };
}

/** True for errors of this package, also across bundles. */
export function isDicomError(error: unknown): error is DicomError {
  return error instanceof DicomError || (error instanceof Error && error.name === "DicomError");
}

function notDicom(looksLike: ForeignFormat | undefined): string {
  return looksLike === undefined
    ? "The file is not DICOM."
    : `The file is not DICOM; it looks like ${looksLike.toUpperCase()}.`;
}

function refuse(code: RefusalCode, message: string, status: number): Assessment {
  return { accepted: false, reason: { code, message, status } };
}
