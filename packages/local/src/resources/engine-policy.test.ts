import { expect, it } from "vitest";
import { enginePolicy } from "./engine-policy.ts";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

it("adds the batch forms of SQS's actions, and touches no other action", () => {
  const allowed = { Effect: "Allow", Action: ["sqs:SendMessage", "s3:GetObject"], Resource: ["arn"] };
  expect(JSON.parse(enginePolicy(policy(allowed))).Statement).toEqual([
    { ...allowed, Action: ["sqs:SendMessage", "sqs:SendMessageBatch", "s3:GetObject"] },
  ]);
});

it("drops what denies plain HTTP, and keeps every other denial", () => {
  const tls = { Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": ["false"] } } };
  const other = { Effect: "Deny", Action: ["s3:DeleteObject"], Resource: "*" };
  expect(JSON.parse(enginePolicy(policy(tls, other))).Statement).toEqual([other]);
});

it("lets an archive, a replay or a token's machine be any, as the engine does not tell them apart", () => {
  const policy = (Action: string[]) =>
    JSON.parse(
      enginePolicy(JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: ["arn:one"] }] })),
    ).Statement[0].Resource;
  expect(policy(["events:StartReplay"])).toBe("*");
  expect(policy(["states:SendTaskSuccess", "states:SendTaskFailure"])).toBe("*");
  expect(policy(["events:PutEvents"])).toEqual(["arn:one"]);
  expect(policy(["events:StartReplay", "events:PutEvents"])).toEqual(["arn:one"]);
});
