import { stripVTControlCharacters } from "node:util";

/**
 * A value from a file or from the API as one line that cannot command the terminal: escape sequences are taken
 * out, other control characters become a visible sign.
 */
export function visibleText(value: string): string {
  return stripVTControlCharacters(value).replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, "\ufffd");
}
