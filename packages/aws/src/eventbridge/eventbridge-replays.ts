import type { ArchiveName, Replay, ReplayService } from "@accession/core/operations/replay";
import { ReplayRefused } from "@accession/core/operations/replay-errors";
import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  type DescribeReplayResponse,
  type EventBridgeClient,
  type Replay as ListedReplay,
  ListReplaysCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";

export interface ArchiveAddress {
  readonly name: string;
  readonly arn: string;
  /** The bus that it archives, the only one that its events can be replayed to. */
  readonly busArn: string;
}

export interface EventBridgeReplaysOptions {
  readonly client: Pick<EventBridgeClient, "send">;
  readonly archives: Readonly<Record<ArchiveName, ArchiveAddress>>;
  /** Names of our replays: this, and the id. */
  readonly namePrefix: string;
}

/**
 * EventBridge's archives and replays. Needs events:StartReplay on the archives and on replays of our name,
 * events:DescribeReplay on these, events:DescribeArchive, and events:ListReplays.
 */
export function eventBridgeReplays({
  client,
  archives,
  namePrefix,
}: EventBridgeReplaysOptions): ReplayService {
  const archiveOf = (arn: string | undefined): ArchiveName | undefined =>
    archives.events.arn === arn ? "events" : archives.uploads.arn === arn ? "uploads" : undefined;

  function toReplay(replay: ListedReplay | DescribeReplayResponse): Replay | undefined {
    const archive = archiveOf(replay.EventSourceArn);
    const name = replay.ReplayName;
    if (archive === undefined || !name?.startsWith(namePrefix)) return undefined;
    const { EventStartTime: from, EventEndTime: to } = replay;
    return {
      id: name.slice(namePrefix.length),
      archive,
      state: replay.State ?? "STARTING",
      reason: replay.StateReason,
      window: from !== undefined && to !== undefined ? { from, to } : undefined,
      lastReplayed: replay.EventLastReplayedTime,
      startedAt: replay.ReplayStartTime,
      endedAt: replay.ReplayEndTime,
    };
  }

  return {
    async describeArchive(archive) {
      const facts = await client.send(new DescribeArchiveCommand({ ArchiveName: archives[archive].name }));
      return {
        eventCount: facts.EventCount ?? 0,
        sizeBytes: facts.SizeBytes ?? 0,
        retentionDays: facts.RetentionDays ?? 0,
      };
    },
    async start({ id, archive, from, to, ruleArns }) {
      try {
        await client.send(
          new StartReplayCommand({
            ReplayName: `${namePrefix}${id}`,
            EventSourceArn: archives[archive].arn,
            EventStartTime: from,
            EventEndTime: to,
            Destination: { Arn: archives[archive].busArn, FilterArns: [...ruleArns] },
          }),
        );
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (error.name === "ResourceAlreadyExistsException") return;
        if (error.name === "LimitExceededException") throw new ReplayRefused("too-many", error);
        if (error.name === "ValidationException" || error.name === "InvalidEventPatternException")
          throw new ReplayRefused("refused", error);
        throw error;
      }
    },
    async get(id) {
      try {
        return toReplay(await client.send(new DescribeReplayCommand({ ReplayName: `${namePrefix}${id}` })));
      } catch (error) {
        if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
        throw error;
      }
    },
    async list() {
      const found: Replay[] = [];
      let next: string | undefined;
      do {
        const page = await client.send(new ListReplaysCommand({ NamePrefix: namePrefix, NextToken: next }));
        for (const listed of page.Replays ?? []) {
          const replay = toReplay(listed);
          if (replay !== undefined) found.push(replay);
        }
        next = page.NextToken;
      } while (next !== undefined);
      return found.sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0));
    },
  };
}
