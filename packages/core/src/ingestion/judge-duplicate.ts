import type { DifferingTag, HeaderComparison } from "./compare-headers.ts";

/** What is known of the bytes of one version. */
export interface Copy {
  readonly size: number;
  readonly etag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly checksum: string | undefined;
}

/** What the judgement rests on, for the receipt: sizes, digests, places of elements; no values of elements. */
export interface DuplicateEvidence {
  /** What decided; `size` and `none` when the data sets could not be compared. */
  readonly proof: "checksum" | "etag" | "header" | "size" | "none";
  readonly sizes: Pair<number>;
  readonly etags?: Pair<string>;
  readonly checksums?: Pair<string>;
  /** SHA-256 of the data sets before the pixels. */
  readonly headers?: Pair<string>;
  /** UIDs, when they differ. */
  readonly transferSyntaxes?: Pair<string>;
  /** Elements before the pixels that are not the same. */
  readonly differing?: readonly DifferingTag[];
  /** How many more differ than are listed. */
  readonly moreDiffering?: number;
}

/** Of the version that landed first, and of this one. */
type Pair<Value> = readonly [first: Value, other: Value];

export interface DuplicateJudgement {
  readonly outcome: "identical" | "same-header" | "conflict";
  readonly evidence: DuplicateEvidence;
}

/**
 * Are the bytes proved to be the same? Equal sizes with equal checksums of one algorithm are proof, and so are equal sizes with
 * equal etags. Differing etags prove nothing: multipart uploads and KMS change them.
 */
export function areIdentical(first: Copy, other: Copy): boolean {
  if (first.size !== other.size) return false;
  if (comparable(first, other)) return first.checksum === other.checksum;
  return first.etag !== undefined && first.etag === other.etag;
}

/**
 * The same SOP Instance UID again: the same bytes, the same data set before the pixels, or another instance under the same
 * UID? Without proof it is never `identical`, and where the data sets cannot be compared never `same-header`.
 */
export function judgeDuplicate(
  first: Copy,
  other: Copy,
  headers: HeaderComparison = { comparable: false },
): DuplicateJudgement {
  const evidence = {
    sizes: [first.size, other.size] as const,
    ...(first.etag !== undefined && other.etag !== undefined && { etags: [first.etag, other.etag] as const }),
    // Those of versions with other sizes are known by chance, and tell nothing.
    ...(first.size === other.size &&
      comparable(first, other) && { checksums: [first.checksum ?? "", other.checksum ?? ""] as const }),
  };
  if (areIdentical(first, other)) {
    return {
      outcome: "identical",
      evidence: { proof: comparable(first, other) ? "checksum" : "etag", ...evidence },
    };
  }
  if (headers.comparable) {
    const { digests, transferSyntaxes, differing, more } = headers;
    return {
      outcome: differing.length === 0 ? "same-header" : "conflict",
      evidence: {
        proof: "header",
        ...evidence,
        headers: digests,
        ...(transferSyntaxes[0] !== transferSyntaxes[1] && { transferSyntaxes }),
        differing,
        ...(more > 0 && { moreDiffering: more }),
      },
    };
  }
  const proof = first.size !== other.size ? "size" : comparable(first, other) ? "checksum" : "none";
  return { outcome: "conflict", evidence: { proof, ...evidence } };
}

function comparable(first: Copy, second: Copy): boolean {
  if (first.checksum === undefined || second.checksum === undefined) return false;
  return first.checksum.split(":")[0] === second.checksum.split(":")[0];
}
