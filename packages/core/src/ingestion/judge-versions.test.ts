import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderComparison } from "./compare-headers.ts";
import { GatheredEvidence } from "./gather-evidence.ts";
import {
  type GroupJudgement,
  type Judgement,
  judgeVersions,
  type Need,
  pairIdentity,
  type Standing,
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
function decide(
  versions: readonly Version[],
  standing?: Standing<Version>,
): {
  judged: Extract<GroupJudgement<Version>, { first: Version }>;
  asked: Need[];
} {
  const evidence = new GatheredEvidence();
  const asked: Need[] = [];
  for (;;) {
    const judged = judgeVersions(versions, evidence, standing);
    if ("first" in judged) return { judged, asked };
    asked.push(...judged.needs);
    for (const need of judged.needs) {
      if (need.kind === "checksum")
        evidence.checksums.set(objectIdentity(need.version), `x:${need.version.size}`);
      else evidence.headers.set(pairIdentity(need.first, need.other), SAME);
    }
  }
}

/** Judges one after the other, each with what was said and learned before. */
function decideOneByOne(versions: readonly Version[]) {
  let known: Standing<Version> | undefined;
  let said = new Map<string, Judgement & { checksum: string | undefined }>();
  for (const version of versions) {
    const { first, judgements } = decide([version], known).judged;
    said = new Map([...judgements].map(([one, judgement]) => [one.versionId, judgement]));
    const learned = new Map(
      [...judgements].map(([one, { checksum }]) => [one, { ...one, checksum }] as const),
    );
    known = {
      versions: [...learned.values()],
      first: learned.get(first),
      judgements: new Map(
        [...judgements].flatMap(([one, { checksum: _, ...judgement }]) => {
          const again = learned.get(one);
          return judgement.outcome === "stored" || again === undefined ? [] : [[again, judgement]];
        }),
      ),
    };
  }
  return said;
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

  it("asks nothing again of what was judged, and lets it stand", () => {
    const [first, same, other] = [version("a", 1), version("b", 2), version("c", 3, { size: 9 })];
    const judgements = new Map([
      [same, { outcome: "conflict", evidence: { proof: "none", sizes: [10, 10] } } as const],
      [other, { outcome: "same-header", evidence: { proof: "header", sizes: [10, 9] } } as const],
    ]);
    const late = version("d", 4, { size: 8 });
    const { judged, asked } = decide([late], { versions: [first, same, other], first, judgements });
    expect(asked).toEqual([{ kind: "headers", first, other: late }]);
    expect(judged.judgements.get(same)).toMatchObject({ outcome: "conflict" });
    expect(judged.judgements.get(other)).toMatchObject({ outcome: "same-header" });
  });

  it("judges all anew when another one turns out to be the first", () => {
    const [first, other] = [version("b", 2), version("c", 3, { size: 9 })];
    const judgements = new Map([
      [other, { outcome: "conflict", evidence: { proof: "size", sizes: [10, 9] } } as const],
    ]);
    const earlier = version("a", 1, { size: 8 });
    const { judged } = decide([earlier], { versions: [first, other], first, judgements });
    expect(judged.first).toBe(earlier);
    expect(judged.judgements.get(other)).toMatchObject({ outcome: "same-header" });
  });

  it("comes to the same in any order, at once and one by one", () => {
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
        const all = outcomes(decide(versions).judged);
        expect(outcomes(decide(shuffled).judged)).toEqual(all);
        const said = decideOneByOne(shuffled);
        expect(versions.map(({ versionId }) => said.get(versionId))).toEqual(all);
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
