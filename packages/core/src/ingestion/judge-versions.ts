import type { HeaderComparison } from "./compare-headers.ts";
import { areIdentical, type Copy, type DuplicateJudgement, judgeDuplicate } from "./judge-duplicate.ts";
import { compareLanding, type Landing } from "./landing-order.ts";
import { objectIdentity } from "./uploaded-object.ts";

/** One version of an instance, as far as judging takes it. */
export type Version = Copy & Landing;

/** What had to be asked of the store, outside of any transaction. Asked and not had is an answer too. */
export interface Evidence {
  /** By `objectIdentity`. */
  readonly checksums: ReadonlyMap<string, string | undefined>;
  /** By `pairIdentity`. */
  readonly headers: ReadonlyMap<string, HeaderComparison>;
}

/** What is missing to judge. */
export type Need =
  | { readonly kind: "checksum"; readonly version: Version }
  | { readonly kind: "headers"; readonly first: Version; readonly other: Version };

export type Judgement = { readonly outcome: "stored" } | DuplicateJudgement;

/** What was said before of the versions that were known then, all of them compared with the same one. */
export interface Standing<Known extends Version> {
  readonly versions: readonly Known[];
  readonly first: Known | undefined;
  /** Of the others. */
  readonly judgements: ReadonlyMap<Known, DuplicateJudgement>;
}

export type GroupJudgement<Known extends Version> =
  | { readonly needs: readonly Need[] }
  | {
      readonly first: Known;
      readonly judgements: ReadonlyMap<Known, Judgement & { readonly checksum: string | undefined }>;
    };

export function pairIdentity(first: Version, other: Version): string {
  return `${objectIdentity(first)} ${objectIdentity(other)}`;
}

/**
 * Judges all versions of one SOP Instance UID that are known: the one that landed first is stored, the others are compared
 * with it. The result depends on which versions there are, and not on the order in which they became known. What was said of
 * two versions stands: as long as the first one is the same, nothing is asked again, and it holds when their bytes are gone.
 */
export function judgeVersions<Known extends Version>(
  fresh: readonly Known[],
  evidence: Evidence,
  standing: Standing<Known> = { versions: [], first: undefined, judgements: new Map() },
): GroupJudgement<Known> {
  const unasked = worthAChecksum(fresh, standing.versions, evidence);
  if (unasked.length > 0) return { needs: unasked.map((version) => ({ kind: "checksum", version })) };

  const [first, ...others] = [...standing.versions, ...fresh].toSorted(compareLanding);
  if (first === undefined) return { needs: [] };
  const said = first === standing.first ? standing.judgements : new Map<Known, DuplicateJudgement>();
  const checksumOf = (version: Known) => version.checksum ?? evidence.checksums.get(objectIdentity(version));
  const withChecksum = (version: Known) => ({ ...version, checksum: checksumOf(version) });
  const needs: Need[] = [];
  const judgements = new Map<Known, Judgement & { checksum: string | undefined }>();
  judgements.set(first, { outcome: "stored", checksum: checksumOf(first) });
  for (const other of others) {
    const pair = [withChecksum(first), withChecksum(other)] as const;
    const compared = said.has(other) || areIdentical(...pair);
    const headers = compared ? undefined : evidence.headers.get(pairIdentity(first, other));
    if (headers === undefined && !compared) needs.push({ kind: "headers", first, other });
    const judgement = said.get(other) ?? judgeDuplicate(...pair, headers);
    judgements.set(other, { ...judgement, checksum: checksumOf(other) });
  }
  return needs.length > 0 ? { needs } : { first, judgements };
}

/**
 * A checksum costs a request: it can tell something only when another version has as many bytes. Where two were known
 * before, they were asked for then, and the store keeps none.
 */
function worthAChecksum<Known extends Version>(
  fresh: readonly Known[],
  known: readonly Known[],
  { checksums }: Evidence,
): readonly Known[] {
  const ofSize = Map.groupBy([...known, ...fresh], ({ size }) => size);
  const knownOfSize = Map.groupBy(known, ({ size }) => size);
  const isAsked = (version: Known) =>
    version.checksum !== undefined || checksums.has(objectIdentity(version));
  const isNews = ({ size }: Known) => (ofSize.get(size)?.length ?? 0) > 1;
  const wasAlone = (version: Known) => knownOfSize.get(version.size)?.length === 1;
  return [...known.filter(wasAlone), ...fresh].filter((version) => isNews(version) && !isAsked(version));
}
