import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { countOutcomes } from "@accession/cli/client/count-outcomes";
import { uploadFiles } from "@accession/cli/client/upload-files";
import { type WaitResult, waitForReceipts } from "@accession/cli/client/wait-for-receipts";
import { describeFile } from "@accession/dicom/describe-file";
import { withFileSource } from "@accession/dicom/file-source";
import { seconds } from "../set-up/progress.ts";
import type { DemoContext } from "./demo-context.ts";
import { REJECTED_SAMPLES, sampleFiles } from "./sample-files.ts";

/** Uploads pydicom's sample files, and checks what became of each of them. */
export async function ingestSamples({ api, progress, expectations, signal }: DemoContext): Promise<void> {
  const files = await sampleFiles();
  const started = performance.now();
  const uploaded = await progress.step(`  ${files.length} sample files of pydicom, uploaded`, () =>
    uploadFiles(api, files, { signal }),
  );
  const { receipts, missing } = await progress.step("  every one of them with its receipt", (note) =>
    waitForReceipts(api, uploaded, { signal, onProgress: ({ done, total }) => note(`${done} of ${total}`) }),
  );
  for (const { outcome, reason, count } of countOutcomes(receipts.map(({ receipt }) => receipt))) {
    progress.line(`      ${String(count).padStart(4)}  ${outcome.padEnd(10)} ${reason ?? ""}`.trimEnd());
  }
  progress.line(`      landed and accounted for in ${seconds(started)}`);
  progress.line(`      from landing to queryable: ${landedToQueryable(receipts)}`);

  expectations.equal(
    "every sample file has a receipt",
    missing.map(({ key }) => key),
    [],
  );
  expectations.equal(
    "the files that are no instances are rejected, each for its reason",
    rejected(receipts),
    sorted(REJECTED_SAMPLES),
  );
  const kept = receipts.filter(({ receipt }) => receipt.outcome !== "rejected");
  const instances = new Set(
    await Promise.all(kept.map(({ uploaded: { file } }) => sopInstanceUid(file.path))),
  );
  const stored = kept.filter(({ receipt }) => receipt.outcome === "stored").length;
  expectations.equal("each SOP instance is stored once", stored, instances.size);
  const outcomes = countsOf(kept.map(({ receipt }) => receipt.outcome));
  const identical = files.length - new Set(await Promise.all(files.map(({ path }) => digest(path)))).size;
  expectations.equal("a file whose bytes are there already is identical", outcomes["identical"], identical);
  expectations.equal(
    "another file of a SOP instance that is there, with other bytes, has the same header or is a conflict",
    (outcomes["same-header"] ?? 0) + (outcomes["conflict"] ?? 0),
    kept.length - stored - identical,
  );
  expectations.expect(
    "a conflict names the elements that differ",
    receipts.every(({ receipt }) => receipt.outcome !== "conflict" || differs(receipt.evidence)),
  );
}

function rejected(receipts: WaitResult["receipts"]): Record<string, string[]> {
  const byReason: Record<string, string[]> = {};
  for (const { uploaded, receipt } of receipts) {
    if (receipt.outcome !== "rejected") continue;
    const code = receipt.reason?.code ?? "no reason";
    byReason[code] = [...(byReason[code] ?? []), basename(uploaded.file.path, ".dcm")];
  }
  return sorted(byReason);
}

function sorted(byReason: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(byReason)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, names]) => [code, names.toSorted()]),
  );
}

async function sopInstanceUid(path: string): Promise<string | undefined> {
  const { attributes } = await withFileSource(path, describeFile);
  return attributes["SOPInstanceUID"];
}

/** The median and the slowest hundredth. S3 tells of landing in whole seconds. */
function landedToQueryable(receipts: WaitResult["receipts"]): string {
  const times = receipts
    .map(({ receipt }) => Math.max(0, Date.parse(receipt.receivedAt) - Date.parse(receipt.landedAt)))
    .sort((a, b) => a - b);
  const at = (share: number) => ((times[Math.ceil(times.length * share) - 1] ?? 0) / 1000).toFixed(1);
  return `p50 ${at(0.5)} s, p99 ${at(0.99)} s`;
}

function differs(evidence: Readonly<Record<string, unknown>> | undefined): boolean {
  const differing = evidence?.["differing"];
  return Array.isArray(differing) && differing.length > 0;
}

function countsOf(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

async function digest(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}
