/**
 * A UID of at most 64 characters of digits and dots (PS3.5 section 9.1). Leading zeros of a component are let pass:
 * they are wrong, they are common, and they do not change which instance is meant.
 */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}
