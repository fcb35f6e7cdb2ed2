import type { Clock } from "../clock.ts";
import type { ReplayRule, ReplayService } from "./replay.ts";

/** What the use cases of replays work with. */
export interface ReplayContext {
  readonly replays: ReplayService;
  /** Every rule of the program. */
  readonly rules: readonly ReplayRule[];
  /** How long events may be on their way into an archive. */
  readonly archiveLagSeconds: number;
  readonly clock: Clock;
}
