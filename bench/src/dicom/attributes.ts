import { DICTIONARY } from "@accession/dicom/dictionary/dictionary";

/** The attributes that every contestant looks up. */
export const ATTRIBUTES = Object.entries(DICTIONARY).map(([keyword, [tag, vr]]) => ({
  keyword,
  hex: tag.toString(16).padStart(8, "0"),
  isNumber: vr === "US",
  isSequence: vr === "SQ",
}));

/** Keyword → text, several values joined with a backslash: every attribute of our dictionary that a file has. */
export type Texts = Partial<Record<string, string>>;
