import { ID_PREFIX, type IdKind } from "@accession/core/ids";
import { slugSchema } from "@accession/core/tenants/tenant-registry";
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";

/** Options that several commands have, so that they are the same in all. */
export const tenantOption = () =>
  new Option("--tenant <slug>", "act as the user of this tenant").env("ACCESSION_TENANT").default("demo");

export const jsonOption = () => new Option("--json", "one JSON object per line, for programs");

export const allOption = () => new Option("--all", "all pages instead of the first");

export const limitOption = () =>
  new Option("--limit <n>", "items per page").argParser((value) => wholeNumber(value, 1));

/** A whole number from `least` on. Commander turns the error into one of usage. */
export function wholeNumber(value: string, least: number): number {
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least)) throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  return number;
}

/** A tenant's segment in object keys, which is no pattern of several. Commander turns the error into one of usage. */
export function slugGiven(value: string): string {
  if (slugSchema.safeParse(value).success) return value;
  throw new InvalidArgumentError(
    "It must be lower case letters, digits and hyphens, at most 63, with no hyphen at either end.",
  );
}

/** The name of a bucket (S3 User Guide, "Bucket naming rules"). Commander turns the error into one of usage. */
export function bucketGiven(value: string): string {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value)) return value;
  throw new InvalidArgumentError("It is no name of a bucket.");
}

/** The id of a thing as the API names it. Commander turns the error into one of usage; what follows is the API's to judge. */
export function idGiven(kind: IdKind) {
  const prefix = `${ID_PREFIX[kind]}_`;
  return (value: string): string => {
    if (value.startsWith(prefix)) return value;
    throw new InvalidArgumentError(`It must begin with ${prefix}.`);
  };
}

/** Gathers the values of an option that may be given several times. */
export function collect<Value>(parse: (value: string) => Value) {
  return (value: string, previous: readonly Value[] | undefined): readonly Value[] => [
    ...(previous ?? []),
    parse(value),
  ];
}
