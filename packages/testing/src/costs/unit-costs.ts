import file from "./prices.json" with { type: "json" };

export type Priced = keyof typeof file.prices;

/** What something needs of a priced unit. */
export interface Use {
  readonly what: string;
  readonly unit: Priced;
  readonly amount: number;
}

export function usdOf({ unit, amount }: Pick<Use, "unit" | "amount">): number {
  const { usd, per } = file.prices[unit];
  return (amount / per) * usd;
}

/** What a million instances cost, given the uses of `instances`: a line each, and their sum in USD. */
export function perMillion(
  uses: readonly Use[],
  instances: number,
): { lines: readonly string[]; usd: number } {
  const scaled = uses.map((use) => ({ ...use, amount: (use.amount / instances) * 1_000_000 }));
  const lines = scaled.map((use) => `${usdOf(use).toFixed(3).padStart(8)}  ${use.what}`);
  return { lines, usd: scaled.reduce((sum, use) => sum + usdOf(use), 0) };
}
