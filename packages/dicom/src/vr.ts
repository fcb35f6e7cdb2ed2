/** Value representations with a 32-bit length after two reserved bytes (PS3.5 section 7.1.2). */
const LONG_FORM = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]);

const SHORT_FORM = new Set("AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split(" "));

/** In PS3.5 table 6.2-1. */
export function isKnownVr(vr: string): boolean {
  return LONG_FORM.has(vr) || SHORT_FORM.has(vr);
}

export function hasLongForm(vr: string): boolean {
  return LONG_FORM.has(vr);
}
