import { REMOVED_AS } from "@accession/core/ingestion/record-removals";
import { STUDY_STATES } from "@accession/core/studies/study-directory";
import { z } from "zod";
import { instant } from "../api/answer-parts.ts";

const text = z.string();
const given = text.optional();

const study = z.object({
  id: text,
  studyInstanceUid: text,
  state: z.enum(STUDY_STATES),
  version: z.int(),
  completedVersion: z.int(),
  patientId: given,
  patientName: given,
  patientBirthDate: given,
  patientSex: given,
  studyDate: given,
  studyTime: given,
  studyDescription: given,
  referringPhysicianName: given,
  accessionNumbers: z.array(z.object({ value: text, issuer: given })),
  modalities: z.array(text),
  seriesCount: z.int(),
  instanceCount: z.int(),
  byteCount: z.number(),
  firstArrivedAt: instant,
  lastArrivedAt: instant,
  completedAt: instant.optional(),
  retiredAt: instant
    .optional()
    .meta({ description: "Since when its files are gone or going: the tenant keeps none for longer." }),
});

export const studyAnswer = study.meta({ id: "Study" });

const instance = z.object({
  sopInstanceUid: text,
  sopClassUid: text,
  instanceNumber: given,
  rows: z.int().optional(),
  columns: z.int().optional(),
  frames: z.int().optional(),
  size: z.number(),
  key: text,
  versionId: text,
  receiptId: text,
  otherVersions: z.int().meta({ description: "Versions with other bytes: same-header or conflict." }),
  fileGone: z
    .object({ as: z.enum(REMOVED_AS), at: instant })
    .optional()
    .meta({ description: "No version with these bytes is in the bucket any more." }),
});

const series = z.object({
  seriesInstanceUid: text,
  seriesNumber: given,
  seriesDescription: given,
  modality: given,
  bodyPartExamined: given,
  instanceCount: z.int(),
  instances: z.array(instance),
});

export const studyWithSeriesAnswer = study
  .extend({ series: z.array(series), cursor: given })
  .meta({ id: "StudyWithSeries" });
