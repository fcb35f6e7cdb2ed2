import { ctStudy } from "@accession/testing/dicom/ct-study";
import type { DemoContext } from "./demo-context.ts";
import { uploadStudies, whenComplete } from "./upload-study.ts";

const SLICES = 40;

/** The phantom, and the number under which its scan is ordered. */
export const PHANTOM = { patientId: "PHANTOM-1", accessionNumber: "DEMO-CT-0001" };

/** Uploads a CT study of a head phantom, and waits until it has been quiet long enough to be complete. */
export async function ingestPhantom(context: DemoContext): Promise<void> {
  const { progress, expectations } = context;
  const study = ctStudy({
    ...PHANTOM,
    seed: 1,
    slices: SLICES,
    size: 256,
    patientName: "Phantom^Head",
    studyDescription: "Head phantom",
  });
  const outcomes = await progress.step(`  a CT study of ${SLICES} slices, uploaded and indexed`, () =>
    uploadStudies(context, { phantom: study }),
  );
  expectations.equal(
    "every slice is stored",
    outcomes.filter((outcome) => outcome === "stored").length,
    SLICES,
  );
  const complete = await progress.step("  the study, quiet and complete", () =>
    whenComplete(context, PHANTOM.accessionNumber),
  );
  progress.line(
    `      ${complete.id}  ${complete.modalities.join(",")}  ${complete.seriesCount} series, ${complete.instanceCount} instances`,
  );
  expectations.equal("the study is the one that was sent", complete.studyInstanceUid, study.studyInstanceUid);
  expectations.equal(
    "it holds every slice in one series",
    [complete.seriesCount, complete.instanceCount],
    [1, SLICES],
  );
}
