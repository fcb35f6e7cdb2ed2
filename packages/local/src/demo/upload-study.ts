import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Study, searchStudies } from "@accession/cli/client/studies";
import { uploadFiles } from "@accession/cli/client/upload-files";
import { waitForReceipts } from "@accession/cli/client/wait-for-receipts";
import type { TestStudy } from "@accession/testing/dicom/ct-study";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";

/** Uploads the files of studies by presigned URLs, and waits for their receipts. Returns the outcomes. */
export async function uploadStudies(
  { api, signal }: Pick<DemoContext, "api" | "signal">,
  studies: Readonly<Record<string, TestStudy>>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "accession-study-"));
  try {
    const files = Object.entries(studies).flatMap(([name, { instances }]) =>
      instances.map((instance) => ({ ...instance, name: `${name}/${instance.name}` })),
    );
    const written = await Promise.all(
      files.map(async ({ name, bytes }) => {
        const path = join(folder, name.replace("/", "-"));
        await writeFile(path, bytes);
        return { path, name };
      }),
    );
    const { receipts } = await waitForReceipts(api, await uploadFiles(api, written, { signal }), { signal });
    return receipts.map(({ receipt }) => receipt.outcome);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Waits until the study with this accession number was quiet for long enough to be complete. */
export function whenComplete(
  { api, signal }: Pick<DemoContext, "api" | "signal">,
  accessionNumber: string,
): Promise<Study> {
  return waitUntil(`the study ${accessionNumber} is complete`, 120_000, async () => {
    signal.throwIfAborted();
    for await (const { items } of searchStudies(api, { accessionNumber })) {
      const [study] = items;
      return study?.state === "complete" ? study : undefined;
    }
    return undefined;
  });
}
