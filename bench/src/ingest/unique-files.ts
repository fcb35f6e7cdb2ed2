import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { ctStudy, type TestStudy } from "@accession/testing/dicom/ct-study";

/** A file to store, with what S3 would tell of it. */
export interface UniqueFile {
  readonly object: UploadedObject;
  readonly bytes: Buffer;
}

const SLICES = 100;
/** Rows and columns: 39 KB with the header, as pydicom's CT_small. */
const SIZE = 138;
/** Scanners that send at the same time: their files arrive in turn. */
const SENDERS = 4;

let template: TestStudy | undefined;

/** `studies` CT studies of 100 files of 39 KB each, whose UIDs no other round has, in the order of their arrival. */
export function uniqueFiles(round: number, studies: number): readonly UniqueFile[] {
  template ??= ctStudy({ seed: 1, slices: SLICES, size: SIZE, accessionNumber: "BENCH-1" });
  const files = Array.from({ length: studies }, (_, study) =>
    studyFiles(template as TestStudy, round, study),
  );
  const arrived: UniqueFile[] = [];
  for (let first = 0; first < studies; first += SENDERS) {
    const sending = files.slice(first, first + SENDERS);
    for (let slice = 0; slice < SLICES; slice++) {
      for (const sent of sending) arrived.push(sent[slice] as UniqueFile);
    }
  }
  return arrived;
}

function studyFiles(source: TestStudy, round: number, study: number): readonly UniqueFile[] {
  const numbered = (uid: string) => renumber(uid, round * 1000 + study);
  return source.instances.map(({ name, sopInstanceUid, bytes }, slice) => {
    const copy = Buffer.from(bytes);
    for (const uid of [source.studyInstanceUid, source.seriesInstanceUid, sopInstanceUid]) {
      replaceAll(copy, uid, numbered(uid));
    }
    const id = `${round}-${study}-${slice}`;
    return {
      bytes: copy,
      object: {
        bucket: "uploads",
        key: `tenants/demo/uploads/round-${round}/study-${study}/${name}`,
        versionId: `v-${id}`,
        size: copy.length,
        etag: Buffer.from(id).toString("hex").padStart(32, "0"),
        sequencer: undefined,
        landedAt: new Date(),
        eventId: `bench-${id}`,
      },
    };
  });
}

/** The same UID with other last digits: as long as before, so that no length in the file changes. */
function renumber(uid: string, number: number): string {
  return uid.slice(0, -8) + String(number).padStart(8, "0");
}

function replaceAll(bytes: Buffer, from: string, to: string): void {
  for (let at = bytes.indexOf(from, 0, "latin1"); at >= 0; at = bytes.indexOf(from, at, "latin1")) {
    bytes.write(to, at, "latin1");
  }
}
