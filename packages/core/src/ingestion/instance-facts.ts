import type { DataSet } from "@accession/dicom/data-set";
import type { Header } from "@accession/dicom/read-header";
import type { Keyword } from "@accession/dicom/tags";

/** What the index keeps of one instance: texts as in the file, decoded; undefined where absent or empty. */
export interface InstanceFacts {
  readonly study: StudyFacts;
  readonly series: SeriesFacts;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: string | undefined;
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly frames: number | undefined;
  /** Every attribute that we know, by keyword, to name what differs between two versions. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface StudyFacts {
  readonly studyInstanceUid: string;
  readonly patientId: string | undefined;
  readonly issuerOfPatientId: string | undefined;
  readonly patientName: string | undefined;
  readonly patientBirthDate: string | undefined;
  readonly patientSex: string | undefined;
  readonly studyDate: string | undefined;
  readonly studyTime: string | undefined;
  readonly studyDescription: string | undefined;
  readonly studyId: string | undefined;
  readonly referringPhysicianName: string | undefined;
  readonly accessionNumber: string | undefined;
  /** Of the study itself and of every request in the Request Attributes Sequence. */
  readonly accessionNumbers: readonly AccessionNumber[];
}

/** Unique within its issuer only. */
export interface AccessionNumber {
  readonly value: string;
  readonly issuer: string | undefined;
}

export interface SeriesFacts {
  readonly seriesInstanceUid: string;
  readonly seriesNumber: string | undefined;
  readonly seriesDescription: string | undefined;
  readonly modality: string | undefined;
  readonly bodyPartExamined: string | undefined;
  readonly manufacturer: string | undefined;
  readonly institutionName: string | undefined;
}

/**
 * Indexed texts end here, in characters. The longest that PS3.5 table 6.2-1 allows for any of them has 64; a hostile
 * file must not make an index entry that the database refuses.
 */
const MAX_TEXT = 256;
const MAX_ATTRIBUTE = 1024;

/** Takes the facts from the header of an accepted instance, whose four UIDs are known to be there. */
export function instanceFacts(header: Header): InstanceFacts {
  const { dataSet } = header;
  return {
    study: studyFacts(dataSet),
    series: {
      seriesInstanceUid: textOf(dataSet, "SeriesInstanceUID") ?? "",
      seriesNumber: textOf(dataSet, "SeriesNumber"),
      seriesDescription: textOf(dataSet, "SeriesDescription"),
      modality: textOf(dataSet, "Modality"),
      bodyPartExamined: textOf(dataSet, "BodyPartExamined"),
      manufacturer: textOf(dataSet, "Manufacturer"),
      institutionName: textOf(dataSet, "InstitutionName"),
    },
    sopInstanceUid: textOf(dataSet, "SOPInstanceUID") ?? "",
    sopClassUid: textOf(dataSet, "SOPClassUID") ?? "",
    transferSyntaxUid: header.transferSyntaxUid,
    instanceNumber: textOf(dataSet, "InstanceNumber"),
    rows: dataSet.integer("Rows"),
    columns: dataSet.integer("Columns"),
    frames: dataSet.integer("NumberOfFrames"),
    attributes: Object.fromEntries(
      Object.entries(dataSet.attributes()).map(([keyword, text]) => [keyword, text.slice(0, MAX_ATTRIBUTE)]),
    ),
  };
}

function studyFacts(dataSet: DataSet): StudyFacts {
  return {
    studyInstanceUid: textOf(dataSet, "StudyInstanceUID") ?? "",
    patientId: textOf(dataSet, "PatientID"),
    issuerOfPatientId: textOf(dataSet, "IssuerOfPatientID"),
    patientName: textOf(dataSet, "PatientName"),
    patientBirthDate: textOf(dataSet, "PatientBirthDate"),
    patientSex: textOf(dataSet, "PatientSex"),
    studyDate: textOf(dataSet, "StudyDate"),
    studyTime: textOf(dataSet, "StudyTime"),
    studyDescription: textOf(dataSet, "StudyDescription"),
    studyId: textOf(dataSet, "StudyID"),
    referringPhysicianName: textOf(dataSet, "ReferringPhysicianName"),
    accessionNumber: textOf(dataSet, "AccessionNumber"),
    accessionNumbers: accessionNumbers(dataSet),
  };
}

/** (0008,0050) and those of the Request Attributes Sequence (0040,0275), each with its own issuer (0008,0051). */
function accessionNumbers(dataSet: DataSet): readonly AccessionNumber[] {
  return [dataSet, ...dataSet.items("RequestAttributesSequence")].flatMap((holder) => {
    const value = textOf(holder, "AccessionNumber");
    return value === undefined ? [] : [{ value, issuer: issuerOf(holder) }];
  });
}

/** The HL7v2 hierarchic designator macro (PS3.3 table 10-17): a local name, or a universal id. */
function issuerOf(dataSet: DataSet): string | undefined {
  const [issuer] = dataSet.items("IssuerOfAccessionNumberSequence");
  if (issuer === undefined) return undefined;
  return textOf(issuer, "LocalNamespaceEntityID") ?? textOf(issuer, "UniversalEntityID");
}

function textOf(dataSet: DataSet, keyword: Keyword): string | undefined {
  return dataSet.text(keyword)?.slice(0, MAX_TEXT);
}
