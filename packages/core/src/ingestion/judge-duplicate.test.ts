import { describe, expect, it } from "vitest";
import { type Copy, judgeDuplicate, needsChecksums } from "./judge-duplicate.ts";

const copy = (changes: Partial<Copy> = {}): Copy => ({
  size: 100,
  etag: "e1",
  checksum: undefined,
  attributes: { PatientID: "P" },
  ...changes,
});

describe("the same SOP Instance UID again", () => {
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
  ])("%s", (_name, stored, arrived, outcome, proof) => {
    expect(judgeDuplicate(copy(stored), copy(arrived))).toMatchObject({ outcome, evidence: { proof } });
  });

  it("names the attributes that differ and keeps their values out", () => {
    const { evidence } = judgeDuplicate(
      copy({ attributes: { PatientID: "secret-1", Modality: "CT", StudyID: "1" } }),
      copy({ etag: "e2", attributes: { PatientID: "secret-2", Modality: "CT", Rows: "8" } }),
    );
    expect(evidence.differing).toEqual(["PatientID", "Rows", "StudyID"]);
    expect(JSON.stringify(evidence)).not.toContain("secret");
  });

  it("asks for checksums only where they decide", () => {
    expect(needsChecksums(copy(), copy({ etag: "e2" }))).toBe(true);
    expect(needsChecksums(copy(), copy())).toBe(false);
    expect(needsChecksums(copy(), copy({ etag: "e2", size: 1 }))).toBe(false);
    expect(needsChecksums(copy({ checksum: "sha256:a" }), copy({ etag: "e2", checksum: "sha256:b" }))).toBe(
      false,
    );
  });
});
