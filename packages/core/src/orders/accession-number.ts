/** Accession numbers that we give out to procedures that came without one. */
import type { Ids } from "../ids.ts";
import type { ImagingLineRequest } from "./imaging-order-request.ts";
import type { ImagingLine } from "./order.ts";

/** Crockford's base 32: digits and upper-case letters without I, L, O and U, so that nothing is read as something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 60 random bits; SH allows 16 characters. */
const LENGTH = 12;
const BITS = 5n;

/** A number that an order brings along. One that we drew must be nobody else's of that issuer. */
export interface NumberClaim {
  /** "" when the line names none: the tenant's own. */
  readonly issuer: string;
  readonly accessionNumber: string;
  readonly drawn: boolean;
}

/** From the random end of a UUIDv7 (RFC 9562 section 5.7). */
export function drawAccessionNumber(ids: Ids): string {
  let bits = BigInt(`0x${ids.next().replaceAll("-", "").slice(-15)}`);
  let number = "";
  for (let index = 0; index < LENGTH; index++) {
    number = ALPHABET.charAt(Number(bits & 31n)) + number;
    bits >>= BITS;
  }
  return number;
}

/** The lines with a number each, and what they claim. Drawn numbers differ from all others of the order. */
export function numberLines(
  ids: Ids,
  lines: readonly ImagingLineRequest[],
): { readonly lines: readonly ImagingLine[]; readonly claims: readonly NumberClaim[] } {
  const taken = new Set(lines.flatMap(({ accessionNumber }) => accessionNumber ?? []));
  const claims = new Map<string, NumberClaim>();
  const numbered = lines.map((line): ImagingLine => {
    const drawn = line.accessionNumber === undefined;
    let accessionNumber = line.accessionNumber ?? drawAccessionNumber(ids);
    while (drawn && taken.has(accessionNumber)) accessionNumber = drawAccessionNumber(ids);
    taken.add(accessionNumber);
    const issuer = line.issuer ?? "";
    claims.set(JSON.stringify([issuer, accessionNumber]), { issuer, accessionNumber, drawn });
    return imagingLine(line, accessionNumber);
  });
  return { lines: numbered, claims: [...claims.values()] };
}

function imagingLine(line: ImagingLineRequest, accessionNumber: string): ImagingLine {
  const { issuer, procedureCode, modality, requestedDate, patient, price } = line;
  return {
    accessionNumber,
    price,
    patient: {
      patientId: patient.patientId,
      ...(patient.name !== undefined && { name: patient.name }),
      ...(patient.birthDate !== undefined && { birthDate: patient.birthDate }),
    },
    ...(issuer !== undefined && { issuer }),
    ...(procedureCode !== undefined && { procedureCode }),
    ...(modality !== undefined && { modality }),
    ...(requestedDate !== undefined && { requestedDate }),
  };
}
