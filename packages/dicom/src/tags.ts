import { DICTIONARY } from "./dictionary/dictionary.ts";
import { TagTable } from "./tag-table.ts";
import { vrCode } from "./vr.ts";

/** A PS3.6 keyword that we know. */
export type Keyword = keyof typeof DICTIONARY;

/** Every keyword that we know, by ascending tag. */
export const KEYWORDS = Object.keys(DICTIONARY) as readonly Keyword[];

/** File meta information (PS3.10 table 7.1-1) that the reader needs. */
export const META_GROUP_LENGTH = 0x00020000;
export const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
export const TRANSFER_SYNTAX_UID = 0x00020010;

export const SPECIFIC_CHARACTER_SET = 0x00080005;

export const ITEM_GROUP = 0xfffe;
export const ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;

export const PIXEL_DATA = 0x7fe00010;

/** Pixel data, also as floats (PS3.3 section C.7.6.3, C.7.6.24, C.7.6.25): where a header ends. */
export function isPixelData(tag: number): boolean {
  return tag === PIXEL_DATA || tag === 0x7fe00008 || tag === 0x7fe00009;
}

const VR_BY_TAG = new TagTable([
  ...Object.values(DICTIONARY).map(([tag, vr]) => [tag, vrCode(vr)] as const),
  [META_GROUP_LENGTH, vrCode("UL")],
  [MEDIA_STORAGE_SOP_CLASS_UID, vrCode("UI")],
  [TRANSFER_SYNTAX_UID, vrCode("UI")],
]);

/** The code of the value representation of a tag that we index, or 0 for any other. */
export function dictionaryVr(tag: number): number {
  return VR_BY_TAG.get(tag);
}

const NUMBER_BY_TAG = new TagTable(KEYWORDS.map((keyword, index) => [DICTIONARY[keyword][0], index + 1]));

export function keywordOf(tag: number): Keyword | undefined {
  return KEYWORDS[NUMBER_BY_TAG.get(tag) - 1];
}

/** `0x00100020` → `0010,0020`. */
export function formatTag(tag: number): string {
  const hex = hexTag(tag);
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
}

/** `0x00100020` → `00100020`, as in the DICOM JSON model (PS3.18 section F.2.2). */
export function hexTag(tag: number): string {
  return tag.toString(16).padStart(8, "0").toUpperCase();
}
