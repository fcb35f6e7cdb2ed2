import { accountId, region } from "./account.ts";
import { busArchive, defaultBusArn, eventBus, uploadsArchive } from "./bus.ts";
import { declaredRules } from "./rules.ts";
import { stage, stageName } from "./stage.ts";

/** Names of our replays begin so: an account may hold other stages and other systems. */
const namePrefix = stageName("");

/** What operators' functions are linked with, and what they may do with it. Only complete when all stacks are read. */
export function replays() {
  const ours = $interpolate`arn:aws:events:${region}:${accountId}:replay/${namePrefix}*`;
  const archives = [busArchive.arn, uploadsArchive.arn];
  return {
    link: new sst.Linkable("Replays", {
      properties: {
        namePrefix,
        archiveLagSeconds: stage.archiveLagSeconds,
        archives: $jsonStringify({
          events: { name: busArchive.name, arn: busArchive.arn, busArn: eventBus.arn },
          uploads: { name: uploadsArchive.name, arn: uploadsArchive.arn, busArn: defaultBusArn },
        }),
        rules: $jsonStringify(declaredRules()),
      },
    }),
    start: { actions: ["events:StartReplay"], resources: [...archives, ours] },
    describe: { actions: ["events:DescribeReplay"], resources: [ours] },
    describeArchives: { actions: ["events:DescribeArchive"], resources: archives },
    /** A list has no resource to name: `*` is the only value that this action accepts. */
    list: { actions: ["events:ListReplays"], resources: ["*"] },
  };
}
