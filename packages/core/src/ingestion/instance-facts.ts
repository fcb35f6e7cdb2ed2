import type { DataSet } from "@accession/dicom/data-set";
import type { Header } from "@accession/dicom/read-header";

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

/** Takes the facts from the header of an accepted instance, whose four UIDs are known to be there. */
export function instanceFacts(header: Header): InstanceFacts {
  const { dataSet } = header;
  return {
    study: studyFacts(dataSet),
    series: {
      seriesInstanceUid: dataSet.text("SeriesInstanceUID") ?? "",
      seriesNumber: dataSet.text("SeriesNumber"),
      seriesDescription: dataSet.text("SeriesDescription"),
      modality: dataSet.text("Modality"),
      bodyPartExamined: dataSet.text("BodyPartExamined"),
      manufacturer: dataSet.text("Manufacturer"),
      institutionName: dataSet.text("InstitutionName"),
    },
    sopInstanceUid: dataSet.text("SOPInstanceUID") ?? "",
    sopClassUid: dataSet.text("SOPClassUID") ?? "",
    transferSyntaxUid: header.transferSyntaxUid,
    instanceNumber: dataSet.text("InstanceNumber"),
    rows: dataSet.integer("Rows"),
    columns: dataSet.integer("Columns"),
    frames: dataSet.integer("NumberOfFrames"),
    attributes: dataSet.attributes(),
  };
}

function studyFacts(dataSet: DataSet): StudyFacts {
  return {
    studyInstanceUid: dataSet.text("StudyInstanceUID") ?? "",
    patientId: dataSet.text("PatientID"),
    issuerOfPatientId: dataSet.text("IssuerOfPatientID"),
    patientName: dataSet.text("PatientName"),
    patientBirthDate: dataSet.text("PatientBirthDate"),
    patientSex: dataSet.text("PatientSex"),
    studyDate: dataSet.text("StudyDate"),
    studyTime: dataSet.text("StudyTime"),
    studyDescription: dataSet.text("StudyDescription"),
    studyId: dataSet.text("StudyID"),
    referringPhysicianName: dataSet.text("ReferringPhysicianName"),
    accessionNumber: dataSet.text("AccessionNumber"),
    accessionNumbers: accessionNumbers(dataSet),
  };
}

/** (0008,0050) and those of the Request Attributes Sequence (0040,0275), each with its own issuer (0008,0051). */
function accessionNumbers(dataSet: DataSet): readonly AccessionNumber[] {
  return [dataSet, ...dataSet.items("RequestAttributesSequence")].flatMap((holder) => {
    const value = holder.text("AccessionNumber");
    return value === undefined ? [] : [{ value, issuer: issuerOf(holder) }];
  });
}

/** The HL7v2 hierarchic designator macro (PS3.3 table 10-17): a local name, or a universal id. */
function issuerOf(dataSet: DataSet): string | undefined {
  const [issuer] = dataSet.items("IssuerOfAccessionNumberSequence");
  return issuer?.text("LocalNamespaceEntityID") ?? issuer?.text("UniversalEntityID");
}
