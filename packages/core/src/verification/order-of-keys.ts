/**
 * The order of object keys in a listing of S3 and in Postgres' collation "C": by bytes of UTF-8, which is by code
 * points. JavaScript compares UTF-16 units, which sort characters outside of the basic plane lower than some inside.
 */
export function compareKeys(first: string, second: string): number {
  const end = Math.min(first.length, second.length);
  for (let index = 0; index < end; index++) {
    const one = first.charCodeAt(index);
    const other = second.charCodeAt(index);
    // Halves of characters belong above everything of the basic plane.
    if (one !== other) return lifted(one) - lifted(other);
  }
  return first.length - second.length;
}

const LAST_UNIT = 0xffff;

function lifted(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + LAST_UNIT : unit;
}
