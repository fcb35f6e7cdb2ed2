/** Replays of archived events, as the core sees them. */

/** `events`: our own bus. `uploads`: S3's events of the uploads bucket. */
export const ARCHIVES = ["events", "uploads"] as const;
export type ArchiveName = (typeof ARCHIVES)[number];

/** A rule of the program, and what a replay would do at it. */
export interface ReplayRule {
  readonly name: string;
  readonly arn: string;
  readonly archive: ArchiveName;
  /** The detail types that it takes. */
  readonly types: readonly string[];
  /** The work queue that gets them. */
  readonly target: string;
  /** Whether its pattern lets replayed events pass. */
  readonly replayable: boolean;
}

/** Counts are EventBridge's own, of the whole archive; it may take a day to bring them up to date. */
export interface ArchiveFacts {
  readonly eventCount: number;
  readonly sizeBytes: number;
  readonly retentionDays: number;
}

/** Events that happened from `from` on and before `to`. */
export interface ReplayWindow {
  readonly from: Date;
  readonly to: Date;
}

/** As EventBridge names them. */
export const REPLAY_STATES = [
  "STARTING",
  "RUNNING",
  "CANCELLING",
  "COMPLETED",
  "CANCELLED",
  "FAILED",
] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

export interface Replay {
  readonly id: string;
  readonly archive: ArchiveName;
  readonly state: ReplayState;
  /** Why it failed. */
  readonly reason: string | undefined;
  /** Absent in a list. */
  readonly window: ReplayWindow | undefined;
  /** When the last event happened that was replayed: how far it is. */
  readonly lastReplayed: Date | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

export interface NewReplay extends ReplayWindow {
  readonly id: string;
  readonly archive: ArchiveName;
  /** At least one: none would mean every rule of the bus, ours or not. */
  readonly ruleArns: readonly string[];
}

/** The archives and their replays. */
export interface ReplayService {
  describeArchive(archive: ArchiveName): Promise<ArchiveFacts>;
  /**
   * Starts a replay to these rules only. Starting the same id again changes nothing. Throws `ReplayRefused` when as many
   * run as may run at once, or when EventBridge does not take the window.
   */
  start(replay: NewReplay): Promise<void>;
  get(id: string): Promise<Replay | undefined>;
  /** Newest first; those of the last 90 days, which is how long EventBridge remembers them. */
  list(): Promise<readonly Replay[]>;
}
