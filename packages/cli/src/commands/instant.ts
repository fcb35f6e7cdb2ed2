import { InvalidArgumentError } from "@commander-js/extra-typings";

/** For the help of a command that takes times. */
export const TIMES_HELP = "Times: 2026-11-21T08:00:00Z, 2026-11-21, or before now: -15m, -2h, -1d; or now.";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time as people give it: `2026-11-21T08:00:00Z`, `2026-11-21` (midnight, UTC), `-15m`, `-2h`, `-1d` (before now) or
 * `now`. Returns ISO 8601. Commander turns the error into one of usage.
 */
export function instant(value: string, now: () => number = Date.now): string {
  if (value === "now") return new Date(now()).toISOString();
  const relative = /^-(\d{1,6})([smhd])$/.exec(value);
  const unit = UNIT_MS[relative?.[2] ?? ""];
  if (relative !== null && unit !== undefined)
    return new Date(now() - Number(relative[1]) * unit).toISOString();
  const absolute = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const parsed = absolute ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(parsed))
    throw new InvalidArgumentError(
      "It must be such as 2026-11-21T08:00:00Z, 2026-11-21, -15m, -2h, -1d or now.",
    );
  return new Date(parsed).toISOString();
}
