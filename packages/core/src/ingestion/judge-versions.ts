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

export type GroupJudgement<Known extends Version> =
  | { readonly needs: readonly Need[] }
  | {
      readonly first: Known;
      readonly judgements: ReadonlyMap<Known, Judgement & { readonly checksum: string | undefined }>;
    };

export const NO_EVIDENCE: Evidence = { checksums: new Map(), headers: new Map() };

export function pairIdentity(first: Version, other: Version): string {
  return `${objectIdentity(first)} ${objectIdentity(other)}`;
}

/**
 * Judges all versions of one SOP Instance UID that are known: the one that landed first is stored, the others are compared
 * with it. The result depends on which versions there are, and not on the order in which they became known.
 */
export function judgeVersions<Known extends Version>(
  versions: readonly Known[],
  evidence: Evidence,
): GroupJudgement<Known> {
  const unasked = versions.filter((version) => isWorthAChecksum(version, versions, evidence));
  if (unasked.length > 0) return { needs: unasked.map((version) => ({ kind: "checksum", version })) };

  const [first, ...others] = versions.toSorted(compareLanding);
  if (first === undefined) return { needs: [] };
  const checksumOf = (version: Known) => version.checksum ?? evidence.checksums.get(objectIdentity(version));
  const withChecksum = (version: Known) => ({ ...version, checksum: checksumOf(version) });
  const needs: Need[] = [];
  const judgements = new Map<Known, Judgement & { checksum: string | undefined }>();
  judgements.set(first, { outcome: "stored", checksum: checksumOf(first) });
  for (const other of others) {
    const pair = [withChecksum(first), withChecksum(other)] as const;
    const headers = areIdentical(...pair) ? undefined : evidence.headers.get(pairIdentity(first, other));
    if (headers === undefined && !areIdentical(...pair)) needs.push({ kind: "headers", first, other });
    judgements.set(other, { ...judgeDuplicate(...pair, headers), checksum: checksumOf(other) });
  }
  return needs.length > 0 ? { needs } : { first, judgements };
}

/** A checksum costs a request: it can tell something only when another version has as many bytes. */
function isWorthAChecksum(version: Version, all: readonly Version[], { checksums }: Evidence): boolean {
  if (version.checksum !== undefined || checksums.has(objectIdentity(version))) return false;
  return all.some((other) => other !== version && other.size === version.size);
}
