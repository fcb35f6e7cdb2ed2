import { UsageError } from "../usage-error.ts";

export interface ImagingOptions {
  readonly imaging?: true | undefined;
  readonly number?: readonly string[] | undefined;
  readonly issuer?: string | undefined;
  readonly procedure?: string | undefined;
  readonly modality?: string | undefined;
  readonly requestedDate?: string | undefined;
  readonly patient?: string | undefined;
  readonly patientName?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly deadline?: string | undefined;
}

export interface Payment {
  readonly price?: readonly number[] | undefined;
  readonly currency: string;
  readonly paymentToken: string;
}

/** What only an imaging order has, as its options are called. */
export const IMAGING_OPTIONS = [
  "number",
  "issuer",
  "procedure",
  "modality",
  "requestedDate",
  "patient",
  "patientName",
  "birthDate",
  "deadline",
] as const satisfies readonly (keyof ImagingOptions)[];

/**
 * The request of an imaging order of one patient, from options: one procedure for each number, or one that is given a
 * number. Throws UsageError when they do not fit together.
 */
export function imagingRequestOf(options: ImagingOptions & Payment): unknown {
  const { number: numbers = [], price: prices = [], patient: patientId } = options;
  if (patientId === undefined) throw new UsageError("Say whom the imaging is for, with --patient.");
  const lines: readonly (string | undefined)[] = numbers.length === 0 ? [undefined] : numbers;
  if (prices.length > 1 && prices.length !== lines.length) {
    throw new UsageError(
      `There are ${lines.length} procedures and ${prices.length} --price: give one, or one for each.`,
    );
  }
  const patient = { patientId, name: options.patientName, birthDate: options.birthDate };
  return {
    kind: "imaging",
    // What is undefined is not sent.
    lines: lines.map((accessionNumber, index) => ({
      issuer: options.issuer,
      accessionNumber,
      procedureCode: options.procedure,
      modality: options.modality,
      requestedDate: options.requestedDate,
      patient,
      price: { amount: prices[index] ?? prices[0] ?? 10_000, currency: options.currency },
    })),
    paymentToken: options.paymentToken,
    deadline: options.deadline,
  };
}
