import { assessInstance, isDicomError, type Refusal, refusalOf } from "./assess-instance.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Header, type ReadOptions, readHeader } from "./read-header.ts";

/** A file that was read and judged; `header` is there whenever something could be read. */
export type Inspection =
  | { readonly accepted: true; readonly header: Header }
  | {
      readonly accepted: false;
      readonly reason: Refusal;
      readonly header: Header | undefined;
    };

/** Reads a header and says whether it is a storable instance. Only errors of the source are thrown. */
export async function inspectInstance(source: ByteSource, options?: ReadOptions): Promise<Inspection> {
  let header: Header;
  try {
    header = await readHeader(source, options);
  } catch (error) {
    if (!isDicomError(error)) throw error;
    return { accepted: false, reason: refusalOf(error), header: undefined };
  }
  const assessment = assessInstance(header);
  return assessment.accepted
    ? { accepted: true, header }
    : { accepted: false, reason: assessment.reason, header };
}
