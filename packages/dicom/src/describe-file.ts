import type { RefusalCode } from "./assess-instance.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Finding } from "./findings.ts";
import { inspectInstance } from "./inspect-instance.ts";

/** A file in words: what `accession inspect` prints, one object per file. */
export interface FileDescription {
  readonly accepted: boolean;
  /** Only where the file is not accepted. */
  readonly reason?: { readonly code: RefusalCode; readonly message: string };
  /** Keyword of PS3.6 → text, decoded and without padding; several values are joined with a backslash. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What was repaired or is doubtful. */
  readonly findings: readonly Finding[];
}

/** Reads the header of a file and describes it. Only errors of the source are thrown. */
export async function describeFile(source: ByteSource): Promise<FileDescription> {
  const inspection = await inspectInstance(source);
  const { header } = inspection;
  const read = { attributes: header?.dataSet.attributes() ?? {}, findings: header?.findings ?? [] };
  if (inspection.accepted) return { accepted: true, ...read };
  const { code, message } = inspection.reason;
  return { accepted: false, reason: { code, message }, ...read };
}
