/** What replays archives. One of the few readers of `Resource`; everything on first use. */
import { eventBridgeClient } from "@accession/aws/eventbridge/eventbridge-client";
import { type ArchiveAddress, eventBridgeReplays } from "@accession/aws/eventbridge/eventbridge-replays";
import type { ArchiveName, ReplayRule } from "@accession/core/operations/replay";
import type { ReplayContext } from "@accession/core/operations/replay-context";
import { Resource } from "sst";
import { lazy } from "./lazy.ts";
import { systemClock } from "./system-clock.ts";

/** Needs the link `Replays`, and of events: StartReplay, DescribeReplay, DescribeArchive, ListReplays as it uses them. */
export const replayContext = lazy((): ReplayContext => {
  const { archives, rules, namePrefix, archiveLagSeconds } = Resource.Replays;
  return {
    replays: eventBridgeReplays({
      client: eventBridgeClient(),
      archives: JSON.parse(archives) as Record<ArchiveName, ArchiveAddress>,
      namePrefix,
    }),
    rules: JSON.parse(rules) as ReplayRule[],
    archiveLagSeconds,
    clock: systemClock,
  };
});
