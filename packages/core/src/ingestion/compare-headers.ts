import { createHash } from "node:crypto";
import { isDicomError } from "@accession/dicom/assess-instance";
import type { ByteSource } from "@accession/dicom/byte-source";
import { type DicomJson, type JsonAttribute, toDicomJson } from "@accession/dicom/dicom-json";
import { readHeader } from "@accession/dicom/read-header";
import { keywordOf } from "@accession/dicom/tags";
import { ObjectGone } from "./object-reader.ts";

/** An element that is not the same in two data sets, by its place; never with its values. */
export interface DifferingTag {
  /** `00100020`; inside of sequences with the item's number, from 1: `00400275[1].00080050`. */
  readonly tag: string;
  /** The same with the keywords of PS3.6, when all of them are attributes that we know. */
  readonly keyword?: string;
}

/** What two data sets before the pixels have in common: all of it, or all but some elements. */
export type HeaderComparison =
  | {
      readonly comparable: true;
      /** SHA-256 of each, in hexadecimal, over its DICOM JSON model (PS3.18 annex F). */
      readonly digests: readonly [string, string];
      readonly transferSyntaxes: readonly [string, string];
      /** The first hundred; none when both are the same. */
      readonly differing: readonly DifferingTag[];
      /** How many more there are. */
      readonly more: number;
    }
  /** One of them is gone, or larger than what is held for this. */
  | { readonly comparable: false };

const MEGABYTE = 1024 * 1024;
const LIMITS = { valueBytes: 32 * MEGABYTE, heldBytes: 32 * MEGABYTE };
const LISTED = 100;

/**
 * Compares all that stands before the pixels, private and nested elements too, as the DICOM JSON model has it: what
 * differs in encoding alone (transfer syntax, character set, padding, forms of lengths) does not count, nor does the file
 * meta information. Errors of the store pass through.
 */
export async function compareHeaders(first: ByteSource, second: ByteSource): Promise<HeaderComparison> {
  const before = await wholeHeader(first);
  const after = before && (await wholeHeader(second));
  if (before === undefined || after === undefined) return { comparable: false };
  const places = [...differences(before.json, after.json)];
  return {
    comparable: true,
    digests: [digest(before.json), digest(after.json)],
    transferSyntaxes: [before.transferSyntax, after.transferSyntax],
    differing: places.slice(0, LISTED).map(named),
    more: Math.max(0, places.length - LISTED),
  };
}

async function wholeHeader(
  source: ByteSource,
): Promise<{ json: DicomJson; transferSyntax: string } | undefined> {
  try {
    const header = await readHeader(source, { keep: "all", limits: LIMITS });
    let complete = true;
    const json = toDicomJson(header.dataSet, {
      inlineBytes: Number.POSITIVE_INFINITY,
      bulkDataUri() {
        complete = false;
        return "";
      },
    });
    return complete ? { json, transferSyntax: header.transferSyntaxUid } : undefined;
  } catch (error) {
    if (error instanceof ObjectGone || isDicomError(error)) return undefined;
    throw error;
  }
}

function digest(json: DicomJson): string {
  return createHash("sha256").update(JSON.stringify(json)).digest("hex");
}

/** A step into a data set: an element, and the item of it that was gone into. */
interface Step {
  readonly tag: string;
  readonly item?: number;
}

function* differences(
  first: DicomJson,
  second: DicomJson,
  path: readonly Step[] = [],
): Generator<readonly Step[]> {
  for (const tag of [...new Set([...Object.keys(first), ...Object.keys(second)])].sort()) {
    const [before, after] = [first[tag], second[tag]];
    const [items, others] = [itemsOf(before), itemsOf(after)];
    if (items !== undefined && others !== undefined && items.length === others.length) {
      for (const [index, item] of items.entries()) {
        yield* differences(item, others[index] ?? {}, [...path, { tag, item: index + 1 }]);
      }
    } else if (JSON.stringify(before) !== JSON.stringify(after)) yield [...path, { tag }];
  }
}

function itemsOf(attribute: JsonAttribute | undefined): readonly DicomJson[] | undefined {
  if (attribute?.vr !== "SQ") return undefined;
  return (attribute.Value ?? []) as readonly DicomJson[];
}

function named(path: readonly Step[]): DifferingTag {
  const keywords = path.map(({ tag, item }) => ({ tag: keywordOf(Number.parseInt(tag, 16)), item }));
  const known = keywords.every(({ tag }) => tag !== undefined);
  return { tag: written(path), ...(known && { keyword: written(keywords) }) };
}

function written(path: ReadonlyArray<{ tag: string | undefined; item?: number | undefined }>): string {
  return path.map(({ tag, item }) => (item === undefined ? tag : `${tag}[${item}]`)).join(".");
}
