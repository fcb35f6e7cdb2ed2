import { CHARACTER_SETS } from "@accession/testing/dicom/character-sets";
import type { DataSetContent, ElementValue } from "@accession/testing/dicom/encode-element";
import { INSTANCE_KINDS, type InstanceKind, instanceContent } from "@accession/testing/dicom/instances";
import { type WriteOptions, writeFile } from "@accession/testing/dicom/write-file";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferSource } from "./byte-source.ts";
import type { DataSet } from "./data-set.ts";
import { readHeader } from "./read-header.ts";
import { hexTag } from "./tags.ts";

const KINDS = Object.keys(INSTANCE_KINDS) as InstanceKind[];
const MANNERS: readonly WriteOptions[] = [
  { writing: "explicit" },
  { writing: "explicit", lengths: "undefined" },
  { writing: "big-endian" },
  { writing: "big-endian", lengths: "undefined" },
  { deflated: true },
];
const PIXELS = 0x7fe00010;

describe("what was written is read again", () => {
  it.each(KINDS)("%s, in every uncompressed transfer syntax and deflated", async (kind) => {
    for (let seed = 0; seed < 5; seed++) {
      const content = instanceContent(kind, { seed });
      for (const manner of MANNERS) {
        const { dataSet, findings } = await readAll(writeFile(content, manner));
        expect(findings).toEqual([]);
        expect(asWritten(dataSet)).toEqual(expected(content));
      }
      const implicit = await readHeader(bufferSource(writeFile(content, { writing: "implicit" })));
      const explicit = await readHeader(bufferSource(writeFile(content)));
      expect(implicit.findings).toEqual([]);
      expect(implicit.dataSet.attributes()).toEqual(explicit.dataSet.attributes());
    }
  });

  it.each(CHARACTER_SETS.map((set) => [set.term, set] as const))("a name in %s", async (_term, set) => {
    const content = instanceContent("CT", { seed: 1, characterSet: set.term, patientName: set.name });
    for (const manner of [...MANNERS, { writing: "implicit" } as const]) {
      const { dataSet, findings } = await readAll(writeFile(content, { ...manner, encodeText: set.encode }));
      expect(findings).toEqual([]);
      expect(dataSet.text("PatientName")).toBe(set.name);
    }
  });

  it("any data set: values, sequences, nothing found", async () => {
    await fc.assert(
      fc.asyncProperty(dataSets, fc.constantFrom(...MANNERS), async (content, manner) => {
        const { dataSet, findings } = await readAll(writeFile(new Map([...HEAD, ...content]), manner));
        expect(findings).toEqual([]);
        expect(asWritten(dataSet)).toEqual(expected(new Map([...HEAD, ...content])));
      }),
      { numRuns: 400 },
    );
  });

  it("by ranges of any size as from the whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        dataSets,
        fc.constantFrom(...MANNERS),
        fc.integer({ min: 1, max: 300 }),
        async (content, manner, firstReadBytes) => {
          const bytes = writeFile(new Map([...HEAD, ...content]), manner);
          const limits = { firstReadBytes, largestReadBytes: firstReadBytes, requests: 100_000 };
          for (const keep of ["all", "indexed"] as const) {
            const whole = await readHeader(bufferSource(bytes), { keep });
            const ranged = await readHeader(bufferSource(bytes), { keep, limits });
            expect(ranged.findings).toEqual(whole.findings);
            expect(asWritten(ranged.dataSet)).toEqual(asWritten(whole.dataSet));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

const HEAD: DataSetContent = new Map([
  [0x00080005, ["CS", "ISO_IR 192"]],
  [0x00080016, ["UI", "1.2.840.10008.5.1.4.1.1.7"]],
]);

/** Text without what padding and the division into values would take away. */
const text = fc.string({ minLength: 1, maxLength: 20 }).map((any) => any.replace(/[\\\0 =]|[^ -~]/g, "x"));
const words = text.map((any) => any.replace(/[^A-Z0-9_]/g, "X").slice(0, 16));
const anyValue: fc.Arbitrary<readonly [string, ElementValue]> = fc.oneof(
  fc.tuple(fc.constantFrom("LO", "SH", "PN", "LT", "ST", "UT", "UC"), text),
  fc.tuple(fc.constantFrom("CS", "AE"), words),
  fc.tuple(
    fc.constantFrom("LO", "CS"),
    fc.array(words, { minLength: 2, maxLength: 4 }).map((all) => all.join("\\")),
  ),
  fc.tuple(fc.constant("PN"), fc.constantFrom("Müller^Jörg", "Yamada^Tarou=山田^太郎=やまだ^たろう")),
  fc.tuple(
    fc.constantFrom("US", "SS"),
    fc.array(fc.integer({ min: 0, max: 0x7fff }), { minLength: 1, maxLength: 3 }),
  ),
  fc.tuple(
    fc.constantFrom("UL", "SL"),
    fc.array(fc.integer({ min: 0, max: 0x7fffffff }), { minLength: 1, maxLength: 3 }),
  ),
  fc.tuple(fc.constantFrom("FD", "FL"), fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 3 })),
  fc.tuple(fc.constant("AT"), fc.array(fc.nat(), { minLength: 1, maxLength: 3 })),
  fc.tuple(
    fc.constant("UV"),
    fc.array(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), { minLength: 1, maxLength: 2 }),
  ),
  fc.tuple(
    fc.constantFrom("OB", "OW", "UN"),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.slice(0, bytes.length & ~1)),
  ),
);

/** Private elements of several groups, with sequences to a depth of three. */
const { dataSets } = fc.letrec<{ dataSets: DataSetContent; value: readonly [string, ElementValue] }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: "small", maxDepth: 3, withCrossShrink: true },
      anyValue,
      fc.tuple(fc.constant("SQ"), fc.array(tie("dataSets"), { maxLength: 3 })),
    ),
    dataSets: fc
      .array(fc.tuple(fc.integer({ min: 0x00091001, max: 0x000910ff }), tie("value")), { maxLength: 6 })
      .map((rows) => new Map(rows) as DataSetContent),
  }),
);

function readAll(bytes: Uint8Array) {
  return readHeader(bufferSource(bytes), { keep: "all" });
}

type Plain = { readonly [tag: string]: unknown };

function asWritten(dataSet: DataSet): Plain {
  return Object.fromEntries(
    dataSet.tags.map((tag) => {
      const element = dataSet.element(tag);
      if (element?.vr === "SQ") return [hexTag(tag), dataSet.itemsAt(tag).map(asWritten)];
      const isBytes = element?.vr === "UN" || element?.vr.startsWith("O") === true;
      return [hexTag(tag), isBytes ? [...(element?.bytes ?? [])] : dataSet.valuesAt(tag)];
    }),
  );
}

function expected(content: DataSetContent): Plain {
  const rows = [...content].filter(([tag]) => tag !== PIXELS).sort(([a], [b]) => a - b);
  return Object.fromEntries(rows.map(([tag, [vr, value]]) => [hexTag(tag), plainValue(vr, value)]));
}

function plainValue(vr: string, value: ElementValue): unknown {
  if (typeof value === "string") return ["LT", "ST", "UT"].includes(vr) ? [value] : value.split("\\");
  if (value instanceof Uint8Array) return [...value];
  if (vr === "SQ") return (value as readonly DataSetContent[]).map(expected);
  return (value as readonly number[]).map((number) => (vr === "AT" ? hexTag(number) : number));
}
