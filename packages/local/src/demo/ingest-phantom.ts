import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { searchStudies } from "@accession/cli/client/studies";
import { uploadFiles } from "@accession/cli/client/upload-files";
import { waitForReceipts } from "@accession/cli/client/wait-for-receipts";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";

const SLICES = 40;
const ACCESSION_NUMBER = "DEMO-CT-0001";

/** Uploads a CT study of a head phantom, and waits until it has been quiet long enough to be complete. */
export async function ingestPhantom(context: DemoContext): Promise<void> {
  const { api, progress, expectations, signal } = context;
  const study = ctStudy({
    seed: 1,
    slices: SLICES,
    size: 256,
    patientId: "PHANTOM-1",
    patientName: "Phantom^Head",
    accessionNumber: ACCESSION_NUMBER,
    studyDescription: "Head phantom",
  });
  const folder = await mkdtemp(join(tmpdir(), "accession-phantom-"));
  try {
    const files = await Promise.all(
      study.instances.map(async ({ name, bytes }) => {
        const path = join(folder, name);
        await writeFile(path, bytes);
        return { path, name: `phantom/${name}` };
      }),
    );
    const { receipts } = await progress.step(
      `  a CT study of ${SLICES} slices, uploaded and indexed`,
      async () => waitForReceipts(api, await uploadFiles(api, files, { signal }), { signal }),
    );
    const stored = receipts.filter(({ receipt }) => receipt.outcome === "stored");
    expectations.equal("every slice is stored", stored.length, SLICES);
  } finally {
    await rm(folder, { recursive: true });
  }
  const complete = await progress.step("  the study, quiet and complete", () => whenComplete(context));
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

function whenComplete({ api, signal }: DemoContext) {
  return waitUntil("the phantom study is complete", 90_000, async () => {
    signal.throwIfAborted();
    for await (const { items } of searchStudies(api, { accessionNumber: ACCESSION_NUMBER })) {
      const [study] = items;
      return study?.state === "complete" ? study : undefined;
    }
    return undefined;
  });
}
