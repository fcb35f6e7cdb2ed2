import { expect, it } from "vitest";
import type { DeclaredResource } from "../program/resource.ts";
import type { World } from "./kind.ts";
import { makeResource } from "./make-resource.ts";

const declared = (type: string): DeclaredResource => ({
  type,
  name: "Trains",
  inputs: { name: "trains" },
  origin: "stacks/trains.ts:12",
});

it("names a kind that it does not know, and where it comes from", async () => {
  await expect(makeResource(declared("aws:railway/train:Train"), {} as World)).rejects.toMatchObject({
    code: "unknown-resource-kind",
    message: expect.stringContaining('aws:railway/train:Train "Trains" (stacks/trains.ts:12)'),
  });
});

it("says for which resource of the program a call to the engine failed", async () => {
  const sqs = { send: () => Promise.reject(new Error("the queue was deleted a moment ago")) };
  const world = { aws: { sqs } } as unknown as World;
  await expect(makeResource(declared("aws:sqs/queue:Queue"), world)).rejects.toMatchObject({
    code: "resource-failed",
    message: expect.stringMatching(/"Trains" \(stacks\/trains\.ts:12\): Error: the queue was deleted/),
  });
});
