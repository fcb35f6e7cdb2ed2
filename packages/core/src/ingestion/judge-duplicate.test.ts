import { describe, expect, it } from "vitest";
import type { HeaderComparison } from "./compare-headers.ts";
import { type Copy, judgeDuplicate } from "./judge-duplicate.ts";

const copy = (changes: Partial<Copy> = {}): Copy => ({
  size: 100,
  etag: "e1",
  checksum: undefined,
  ...changes,
});

const compared = (...differing: string[]): HeaderComparison => ({
  comparable: true,
  digests: ["a", "b"],
  transferSyntaxes: ["1", "1"],
  differing: differing.map((tag) => ({ tag })),
  more: 0,
});

describe("the same SOP Instance UID again, data sets not comparable", () => {
  it.each<[string, Partial<Copy>, Partial<Copy>, "identical" | "conflict", string]>([
    ["equal etags and sizes", {}, {}, "identical", "etag"],
    ["another size", {}, { size: 101 }, "conflict", "size"],
    ["another etag, no checksums", {}, { etag: "e2" }, "conflict", "none"],
    ["no etags, no checksums", { etag: undefined }, { etag: undefined }, "conflict", "none"],
    [
      "another etag, equal checksums",
      { checksum: "sha256:a" },
      { etag: "e2", checksum: "sha256:a" },
      "identical",
      "checksum",
    ],
    [
      "equal etags, other checksums",
      { checksum: "sha256:a" },
      { checksum: "sha256:b" },
      "conflict",
      "checksum",
    ],
    [
      "checksums of two algorithms",
      { checksum: "sha1:a" },
      { etag: "e2", checksum: "sha256:a" },
      "conflict",
      "none",
    ],
  ])("%s", (_name, first, other, outcome, proof) => {
    expect(judgeDuplicate(copy(first), copy(other))).toMatchObject({ outcome, evidence: { proof } });
  });
});

describe("the same SOP Instance UID with other bytes", () => {
  const [first, other] = [copy(), copy({ size: 90, etag: "e2" })];

  it("has the same header when nothing before the pixels differs", () => {
    expect(judgeDuplicate(first, other, compared())).toMatchObject({
      outcome: "same-header",
      evidence: { proof: "header", sizes: [100, 90], headers: ["a", "b"], differing: [] },
    });
  });

  it("is a conflict that lists what differs", () => {
    const { outcome, evidence } = judgeDuplicate(first, other, compared("00100020", "00091001"));
    expect(outcome).toBe("conflict");
    expect(evidence).toMatchObject({
      proof: "header",
      differing: [{ tag: "00100020" }, { tag: "00091001" }],
    });
    expect(evidence).not.toHaveProperty("transferSyntaxes");
  });

  it("is never identical by its header", () => {
    const [a, b] = [copy({ etag: "a" }), copy({ etag: "b" })];
    expect(judgeDuplicate(a, b, compared()).outcome).toBe("same-header");
  });
});
