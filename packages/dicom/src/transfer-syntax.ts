import type { Encoding } from "./element-head.ts";

/** A transfer syntax (PS3.6 table A-1, PS3.5 annex A) as far as reading a header goes. */
export interface TransferSyntax {
  readonly uid: string;
  readonly encoding: Encoding;
  /** The data set after the meta information is a deflate stream. */
  readonly deflated: boolean;
  /** The pixels are compressed; the header is not. */
  readonly encapsulated: boolean;
}

export const IMPLICIT_LITTLE: Encoding = { explicit: false, littleEndian: true };
export const EXPLICIT_LITTLE: Encoding = { explicit: true, littleEndian: true };
export const EXPLICIT_BIG: Encoding = { explicit: true, littleEndian: false };

export const IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
export const EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
export const DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99";
export const EXPLICIT_VR_BIG_ENDIAN = "1.2.840.10008.1.2.2";
/** GE's private one: implicit elements in little endian, pixels in big endian. */
const GE_PRIVATE_DLX = "1.2.840.113619.5.2";

/** The syntaxes whose pixels are not encapsulated. */
const UNCOMPRESSED: readonly TransferSyntax[] = [
  plain(EXPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_LITTLE),
  plain(IMPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_LITTLE),
  plain(EXPLICIT_VR_BIG_ENDIAN, EXPLICIT_BIG),
  { ...plain(DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_LITTLE), deflated: true },
  plain(GE_PRIVATE_DLX, IMPLICIT_LITTLE),
];

/** Every syntax that is not named here is encapsulated, and those are explicit little endian (PS3.5 section A.4). */
export function transferSyntax(uid: string): TransferSyntax {
  const named = UNCOMPRESSED.find((syntax) => syntax.uid === uid);
  return named ?? { uid, encoding: EXPLICIT_LITTLE, deflated: false, encapsulated: true };
}

/** The uncompressed syntax whose UID these bytes are, padding aside: told without making text of them. */
export function uncompressedSyntaxOf(
  uid: Uint8Array,
  start: number,
  end: number,
): TransferSyntax | undefined {
  const last = end > start && (uid[end - 1] === 0 || uid[end - 1] === SPACE) ? end - 1 : end;
  for (const syntax of UNCOMPRESSED) if (isText(uid, start, last, syntax.uid)) return syntax;
  return undefined;
}

const SPACE = 0x20;

function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  // They differ at their ends.
  for (let at = text.length - 1; at >= 0; at--) if (bytes[start + at] !== text.charCodeAt(at)) return false;
  return true;
}

function plain(uid: string, encoding: Encoding): TransferSyntax {
  return { uid, encoding, deflated: false, encapsulated: false };
}

/** The uncompressed transfer syntax of an encoding that was found from the data. */
export function uncompressedSyntax(encoding: Encoding): TransferSyntax {
  // There is no syntax with implicit elements in big endian; the name nearest to it is the one that the standard has.
  const uid = encoding.explicit
    ? encoding.littleEndian
      ? EXPLICIT_VR_LITTLE_ENDIAN
      : EXPLICIT_VR_BIG_ENDIAN
    : IMPLICIT_VR_LITTLE_ENDIAN;
  return { ...transferSyntax(uid), encoding };
}
