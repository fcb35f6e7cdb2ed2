import type { Clock } from "@accession/core/clock";

/** The machine's time: the only place that reads it for the use cases. */
export const systemClock: Clock = { now: () => new Date() };
