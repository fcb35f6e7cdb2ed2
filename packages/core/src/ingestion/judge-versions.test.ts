import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderComparison } from "./compare-headers.ts";
import { GatheredEvidence } from "./gather-evidence.ts";
import {
  type GroupJudgement,
  judgeVersions,
  type Need,
  pairIdentity,
  type Version,
} from "./judge-versions.ts";
import { compareLanding } from "./landing-order.ts";
import { objectIdentity } from "./uploaded-object.ts";

const version = (name: string, second: number, changes: Partial<Version> = {}): Version => ({
  bucket: "b",
  key: "k",
  versionId: name,
  sequencer: undefined,
  landedAt: new Date(second * 1000),
  size: 10,
  etag: name,
  checksum: undefined,
  ...changes,
});

const SAME: HeaderComparison = {
  comparable: true,
  digests: ["d", "d"],
  transferSyntaxes: ["1", "2"],
  differing: [],
  more: 0,
};

/** Answers each need: checksums are sizes, so equal sizes are equal bytes. */
function decide(versions: readonly Version[]): {
  judged: Extract<GroupJudgement<Version>, { first: Version }>;
  asked: Need[];
} {
  const evidence = new GatheredEvidence();
  const asked: Need[] = [];
  for (;;) {
    const judged = judgeVersions(versions, evidence);
    if ("first" in judged) return { judged, asked };
    asked.push(...judged.needs);
    for (const need of judged.needs) {
      if (need.kind === "checksum")
        evidence.checksums.set(objectIdentity(need.version), `x:${need.version.size}`);
      else evidence.headers.set(pairIdentity(need.first, need.other), SAME);
    }
  }
}

describe("judging all versions of an instance", () => {
  it("stores the one that landed first and asks nothing about one alone", () => {
    const { judged, asked } = decide([version("a", 1)]);
    expect([...judged.judgements.values()]).toMatchObject([{ outcome: "stored" }]);
    expect(asked).toEqual([]);
  });

  it("asks for checksums where sizes are equal, and for headers where bytes are not", () => {
    const versions = [version("late", 3), version("first", 1), version("short", 2, { size: 9 })];
    const { judged, asked } = decide(versions);
    expect(asked.map(({ kind }) => kind)).toEqual(["checksum", "checksum", "headers"]);
    expect(versions.map((one) => judged.judgements.get(one)?.outcome)).toEqual([
      "identical",
      "stored",
      "same-header",
    ]);
  });

  it("comes to the same in any order", () => {
    const some = fc.array(fc.record({ second: fc.nat(2), size: fc.nat(3), key: fc.constantFrom("k", "l") }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (made, random) => {
        const versions = made.map(({ second, size, key }, index) =>
          version(`v${index}`, second, { size, key, sequencer: String(index) }),
        );
        const keys = versions.map((one) => [random.next().value ?? 0, one] as const);
        const shuffled = keys.sort(([a], [b]) => a - b).map(([, one]) => one);
        const outcomes = (judged: ReturnType<typeof decide>["judged"]) =>
          versions.map((one) => judged.judgements.get(one));
        expect(outcomes(decide(shuffled).judged)).toEqual(outcomes(decide(versions).judged));
      }),
    );
  });
});

describe("the order of landing", () => {
  it("compares sequencers as S3 says, and puts no two versions at one place", () => {
    const of = (sequencer: string | undefined, versionId = "v") => ({ ...version(versionId, 1), sequencer });
    expect(compareLanding(of("0A"), of("0B"))).toBeLessThan(0);
    expect(compareLanding(of("0a1"), of("0A"))).toBeGreaterThan(0);
    expect(compareLanding(of("0A", "w"), of("0A00", "v"))).toBeGreaterThan(0);
    expect(compareLanding(of(undefined), of("01"))).toBeLessThan(0);
  });
});
