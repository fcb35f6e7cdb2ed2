/** What is known of one copy of an instance. */
export interface Copy {
  readonly size: number;
  readonly etag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly checksum: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the judgement rests on, for the receipt: sizes, digests, names of attributes; no values. */
export interface DuplicateEvidence {
  readonly proof: "checksum" | "etag" | "size" | "none";
  readonly sizes: readonly [stored: number, arrived: number];
  readonly etags?: readonly [stored: string, arrived: string];
  readonly checksums?: readonly [stored: string, arrived: string];
  /** Keywords of indexed attributes that differ. */
  readonly differing: readonly string[];
}

export interface DuplicateJudgement {
  readonly outcome: "identical" | "conflict";
  readonly evidence: DuplicateEvidence;
}

/**
 * The same SOP Instance UID again: the same bytes, or not? Without proof it is never `identical`. Equal sizes with
 * equal digests are proof; differing etags prove nothing (multipart uploads and KMS change them), so checksums decide
 * where both copies have one of the same algorithm.
 */
export function judgeDuplicate(stored: Copy, arrived: Copy): DuplicateJudgement {
  const sizes = [stored.size, arrived.size] as const;
  const differing = differingAttributes(stored.attributes, arrived.attributes);
  const evidence = {
    sizes,
    differing,
    ...(stored.etag !== undefined &&
      arrived.etag !== undefined && { etags: [stored.etag, arrived.etag] as const }),
    ...(comparable(stored.checksum, arrived.checksum) && {
      checksums: [stored.checksum ?? "", arrived.checksum ?? ""] as const,
    }),
  };
  if (stored.size !== arrived.size) return { outcome: "conflict", evidence: { ...evidence, proof: "size" } };
  if (comparable(stored.checksum, arrived.checksum)) {
    const outcome = stored.checksum === arrived.checksum ? "identical" : "conflict";
    return { outcome, evidence: { ...evidence, proof: "checksum" } };
  }
  return stored.etag !== undefined && stored.etag === arrived.etag
    ? { outcome: "identical", evidence: { ...evidence, proof: "etag" } }
    : { outcome: "conflict", evidence: { ...evidence, proof: "none" } };
}

/** True when only checksums can tell: worth two more requests. */
export function needsChecksums(stored: Omit<Copy, "attributes">, arrived: Omit<Copy, "attributes">): boolean {
  return (
    stored.size === arrived.size &&
    (stored.etag === undefined || stored.etag !== arrived.etag) &&
    !comparable(stored.checksum, arrived.checksum)
  );
}

function comparable(first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && second !== undefined && first.split(":")[0] === second.split(":")[0];
}

function differingAttributes(
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
): readonly string[] {
  const keywords = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keywords].filter((keyword) => first[keyword] !== second[keyword]).sort();
}
