import type { NewReplay } from "@accession/core/operations/replay";
import { DescribeReplayCommand, ListReplaysCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { expect, test, vi } from "vitest";
import { eventBridgeReplays } from "./eventbridge-replays.ts";

const archive = (name: string) => ({ name, arn: `arn:archive/${name}`, busArn: `arn:bus/${name}` });
const ID = "0199aaaa-0000-7000-8000-000000000001";
const replay: NewReplay = {
  id: ID,
  archive: "uploads",
  from: new Date("2026-11-21T08:00:00Z"),
  to: new Date("2026-11-21T09:00:00Z"),
  ruleArns: ["arn:rule/one"],
};

function service(answer: (command: unknown) => unknown) {
  const send = vi.fn(async (command: unknown) => answer(command));
  const client = { send } as unknown as Parameters<typeof eventBridgeReplays>[0]["client"];
  const archives = { events: archive("events"), uploads: archive("uploads") };
  return { send, replays: eventBridgeReplays({ client, archives, namePrefix: "accession-test-" }) };
}
const failing = (name: string) => () => {
  throw Object.assign(new Error("no"), { name });
};

test("a replay is addressed to the chosen rules of the archive's own bus, and to no other", async () => {
  const { replays, send } = service(() => ({}));
  await replays.start(replay);
  const [command] = send.mock.calls[0] ?? [];
  expect(command).toBeInstanceOf(StartReplayCommand);
  expect((command as StartReplayCommand).input).toEqual({
    ReplayName: `accession-test-${ID}`,
    EventSourceArn: "arn:archive/uploads",
    EventStartTime: replay.from,
    EventEndTime: replay.to,
    Destination: { Arn: "arn:bus/uploads", FilterArns: ["arn:rule/one"] },
  });
});

test("a replay that was started before is started", async () => {
  await service(failing("ResourceAlreadyExistsException")).replays.start(replay);
});

test.each([
  ["LimitExceededException", "replay.too-many"],
  ["ValidationException", "replay.refused"],
])("%s is %s", async (name, code) => {
  await expect(service(failing(name)).replays.start(replay)).rejects.toMatchObject({
    kind: "conflict",
    code,
  });
});

test("a denial stays what it is", async () => {
  await expect(service(failing("AccessDeniedException")).replays.start(replay)).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

test("what is not there is undefined, and what is not ours too", async () => {
  expect(await service(failing("ResourceNotFoundException")).replays.get(ID)).toBeUndefined();
  const foreign = { ReplayName: `accession-test-${ID}`, EventSourceArn: "arn:archive/foreign" };
  expect(await service(() => foreign).replays.get(ID)).toBeUndefined();
});

test("a list has all pages, ours only, newest first", async () => {
  const listed = (id: string, at: string, prefix = "accession-test-") => ({
    ReplayName: prefix + id,
    EventSourceArn: "arn:archive/events",
    State: "COMPLETED",
    ReplayStartTime: new Date(at),
  });
  const { replays } = service((command) => {
    expect(command).toBeInstanceOf(ListReplaysCommand);
    return (command as ListReplaysCommand).input.NextToken === undefined
      ? { Replays: [listed("a", "2026-11-21T08:00:00Z")], NextToken: "more" }
      : { Replays: [listed("b", "2026-11-21T09:00:00Z"), listed("c", "2026-11-21T09:00:00Z", "else-")] };
  });
  expect((await replays.list()).map(({ id }) => id)).toEqual(["b", "a"]);
});

test("progress is the time of the last event that was replayed", async () => {
  const lastReplayed = new Date("2026-11-21T08:30:00Z");
  const { replays } = service((command) => {
    expect(command).toBeInstanceOf(DescribeReplayCommand);
    return {
      ReplayName: `accession-test-${ID}`,
      EventSourceArn: "arn:archive/uploads",
      State: "RUNNING",
      EventStartTime: replay.from,
      EventEndTime: replay.to,
      EventLastReplayedTime: lastReplayed,
    };
  });
  expect(await replays.get(ID)).toMatchObject({
    id: ID,
    archive: "uploads",
    state: "RUNNING",
    window: { from: replay.from, to: replay.to },
    lastReplayed,
  });
});
