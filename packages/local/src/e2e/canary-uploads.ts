/** Files of one made-up patient, of every fate. */
import { requestUploadSlots } from "@accession/cli/client/upload-slots";
import { type CtStudyOptions, ctStudy } from "@accession/testing/dicom/ct-study";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import type { Canary, Markers } from "./canary-markers.ts";
import { type apiOf, ingest, system } from "./under-test.ts";

type Api = Awaited<ReturnType<typeof apiOf>>;

/** One slice of a study; each index is a study of its own. */
export function slice(markers: Markers, index: number, changes: Partial<CtStudyOptions> = {}): Uint8Array {
  const [instance] = ctStudy({
    seed: index,
    slices: 1,
    size: 16,
    patientName: markers.patientName,
    patientId: markers.patientId,
    patientBirthDate: markers.birthDate,
    patientComments: markers.patientComments,
    imageComments: markers.imageComments,
    studyDescription: markers.studyDescription,
    referringPhysician: markers.referringPhysician,
    accessionNumber: markers.accessionNumber(index),
    studyInstanceUid: markers.uid(index),
    seriesInstanceUid: markers.uid(index + 50),
    sopInstanceUids: [markers.uid(index + 70)],
    ...changes,
  }).instances;
  if (instance === undefined) throw new Error("the study has no slice");
  return instance.bytes;
}

export const keyOf = (markers: Markers, name: string, tenant = "demo") =>
  `tenants/${tenant}/uploads/${markers.folder}/${name}`;

/** Accepted, through a presigned URL as well; removed; identical; in conflict; rejected or ignored for several reasons. */
export async function uploadAllKinds(api: Api, canary: Canary, markers: Markers): Promise<void> {
  const [slot] = await requestUploadSlots(api, [`${markers.folder}/${markers.patientName}.dcm`]);
  if (slot === undefined || !("url" in slot)) throw new Error("the name was refused");
  const stored = slice(markers, 20);
  const put = await fetch(slot.url, { method: "PUT", body: new Uint8Array(stored) });
  expect(put.status).toBe(200);
  await ingest(keyOf(markers, "first.dcm"), slice(markers, 21));
  const removed = keyOf(markers, "removed.dcm");
  const { version_id: version } = await ingest(removed, slice(markers, 27));
  const object = { Bucket: system.endpoints.uploadsBucket, Key: removed, VersionId: version };
  await system.aws.s3.send(new DeleteObjectCommand(object));
  const text = (value: string) => new TextEncoder().encode(value);
  const outcomes = await Promise.all(
    [
      { name: "its copy.dcm", body: slice(markers, 21) },
      { name: "the same instance.dcm", body: slice(markers, 21, { patientName: `${markers.patientName}X` }) },
      { name: "report.pdf", body: text(`%PDF-1.7 ${markers.patientName}`) },
      { name: "study.json", body: text(JSON.stringify({ "00100010": markers.patientName })) },
      { name: "truncated.dcm", body: slice(markers, 22).subarray(0, 700) },
      { name: "notes.txt", body: text(`${markers.patientComments} ${markers.birthDate}`) },
      { name: "without a study.dcm", body: slice(markers, 23, { studyInstanceUid: "" }) },
      { name: "of nobody.dcm", body: slice(markers, 24), tenant: `of-${canary.word}` },
      { name: "malformed.dcm", body: slice(markers, 25), tenant: markers.patientName },
    ].map(({ name, body, tenant }) => ingest(keyOf(markers, name, tenant), body)),
  );
  const outside = await ingest(`elsewhere/${markers.patientName}.dcm`, slice(markers, 26));
  expect([...outcomes, outside].map(({ outcome, reason_code: reason }) => reason ?? outcome)).toEqual([
    "identical",
    "conflict",
    "pdf",
    "json",
    "truncated",
    "text",
    "missing-study-instance-uid",
    "unknown-tenant",
    "malformed-tenant",
    "outside-uploads",
  ]);
}
