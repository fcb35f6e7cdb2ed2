import type { ApiClient } from "@accession/cli/client/api-client";
import type { Progress } from "../set-up/progress.ts";
import type { RunningSystem } from "../system/running-system.ts";
import type { Expectations } from "./expectations.ts";

/** What each part of the demo job works with. */
export interface DemoContext {
  readonly system: RunningSystem;
  /** The API as the operator of the tenant `demo`. */
  readonly api: ApiClient;
  readonly progress: Progress;
  readonly expectations: Expectations;
  readonly signal: AbortSignal;
}
