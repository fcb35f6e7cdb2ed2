/**
 * The attributes that we index or show, by keyword of PS3.6, from the patient, study, series, equipment, image and
 * request modules (PS3.3 sections C.7.1 to C.7.6 and C.4.10 to C.4.14). `write-dictionary.ts` looks up the rest.
 */
export const INDEXED_KEYWORDS: readonly string[] = [
  // Patient, and patient study
  ...["PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientBirthTime", "PatientSex"],
  ...["OtherPatientIDs", "PatientAge", "PatientSize", "PatientWeight", "PatientComments", "AdmissionID"],
  // Study
  ...["StudyInstanceUID", "StudyDate", "StudyTime", "StudyID", "StudyDescription", "AccessionNumber"],
  ...[
    "IssuerOfAccessionNumberSequence",
    "LocalNamespaceEntityID",
    "UniversalEntityID",
    "UniversalEntityIDType",
  ],
  ...["ReferringPhysicianName", "NameOfPhysiciansReadingStudy", "TimezoneOffsetFromUTC"],
  // Series
  ...["SeriesInstanceUID", "SeriesNumber", "SeriesDate", "SeriesTime", "SeriesDescription", "Modality"],
  ...["Laterality", "BodyPartExamined", "ProtocolName", "PatientPosition", "PerformingPhysicianName"],
  ...["OperatorsName", "FrameOfReferenceUID", "PerformedProcedureStepID", "PerformedProcedureStepStartDate"],
  ...["PerformedProcedureStepStartTime", "PerformedProcedureStepDescription"],
  // Equipment
  ...["Manufacturer", "ManufacturerModelName", "InstitutionName", "InstitutionalDepartmentName"],
  ...["StationName", "DeviceSerialNumber"],
  // Instance, and image
  ...["SpecificCharacterSet", "SOPClassUID", "SOPInstanceUID", "InstanceNumber"],
  ...["ImageType", "AcquisitionNumber", "AcquisitionDate", "AcquisitionTime"],
  ...["AcquisitionDateTime", "ContentDate", "ContentTime", "SliceThickness"],
  ...["SamplesPerPixel"],
  ...["PhotometricInterpretation", "NumberOfFrames", "Rows", "Columns", "BitsAllocated", "BitsStored"],
  ...["BurnedInAnnotation", "LossyImageCompression"],
  // Request
  ...["RequestAttributesSequence", "RequestedProcedureID", "RequestedProcedureDescription"],
  ...["ScheduledProcedureStepID", "ScheduledProcedureStepDescription", "RequestingPhysician"],
];
